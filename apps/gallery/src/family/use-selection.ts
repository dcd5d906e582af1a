import { useMemo, useState } from "preact/hooks";
import type { BlockFacts } from "../laboratory/networks/block-facts.js";
import type { LookedAt } from "../laboratory/networks/live-values.js";
import type { DiagramItem } from "./diagram/items.js";

/** What is selected in a diagram; without an item the network itself. */
export interface Selection {
  readonly item: DiagramItem | undefined;
  /** The block that it is, or that a function belongs to; undefined for what a network takes and gives. */
  readonly facts: BlockFacts | undefined;
  /** What of the network can be seen at work: nothing of the whole, of an output, and of a function in a loop. */
  readonly what: LookedAt | undefined;
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
  const what = useMemo(() => (item === undefined ? undefined : lookedAt(item, path)), [item, path]);
  return {
    item,
    facts: blocks.find((each) => each.path === path),
    what,
    alike,
    select: setItem,
    choose: setChosen,
  };
}

function lookedAt({ called, input }: DiagramItem, path: string | undefined): LookedAt | undefined {
  if (input !== undefined) return { block: "", input };
  if (path === undefined) return undefined;
  if (called === undefined) return { block: path };
  const { name, ordinal } = called;
  return ordinal === undefined ? undefined : { block: path, name, ordinal };
}
