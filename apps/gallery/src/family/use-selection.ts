import { useState } from "preact/hooks";
import type { BlockFacts } from "../laboratory/networks/block-facts.js";
import type { DiagramItem } from "./diagram/items.js";

/** What is selected in a diagram; without an item the network itself. */
export interface Selection {
  readonly item: DiagramItem | undefined;
  /** The block that it is, or that a function belongs to; undefined for what a network takes and gives. */
  readonly facts: BlockFacts | undefined;
  /** The paths of all blocks that the item stands for. */
  readonly alike: readonly string[];
  select(item: DiagramItem | undefined): void;
  /** Looks at another of those that are alike. */
  choose(path: string): void;
}

export function useSelection(blocks: readonly BlockFacts[]): Selection {
  const [item, setItem] = useState<DiagramItem>();
  const [chosen, setChosen] = useState<string>();
  const alike = item === undefined ? [""] : item.paths;
  const path = chosen !== undefined && alike.includes(chosen) ? chosen : alike[0];
  return {
    item,
    facts: blocks.find((each) => each.path === path),
    alike,
    select: setItem,
    choose: setChosen,
  };
}
