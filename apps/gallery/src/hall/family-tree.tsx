import { useMemo, useState } from "preact/hooks";
import { FamilyCard } from "./family-card.js";
import "./family-tree.css";
import type { Relative } from "./relatives.js";
import { cardHeight, cardWidth, layoutTree, type Branch, type TreeLayout } from "./tree-layout.js";

/** Beside the rows, for their years. */
const margin = 76;
/** With fewer side by side a list is clearer. */
const fewest = 3;

/** The families as a tree that grows down the years; undefined where there is no room for one. */
export function useTree(relatives: readonly Relative[], width: number): TreeLayout | undefined {
  return useMemo(() => {
    for (let most = Math.floor((width - margin) / cardWidth); most >= fewest; most--) {
      const tree = layoutTree(relatives, { width: width - margin, most });
      if (tree !== undefined) return tree;
    }
    return undefined;
  }, [relatives, width]);
}

/** The tree. What a family changed of its ancestors is told while it is pointed at. */
export function FamilyTree({ tree }: { readonly tree: TreeLayout }) {
  const [pointed, setPointed] = useState<string>();
  const isNear = ({ from, to }: Branch) => pointed !== undefined && (from === pointed || to.includes(pointed));
  return (
    <div class="tree" style={{ height: px(tree.height), paddingLeft: px(margin) }}>
      {tree.rows.map(({ text, top }) => (
        <span key={text + top} class="row-years" style={{ top: px(top) }}>
          {text}
        </span>
      ))}
      <div class="tree-cards">
        <svg class="branches" height={tree.height} aria-hidden="true">
          {tree.branches.map((branch) => (
            <path key={branch.path} d={branch.path} class={isNear(branch) ? "near" : ""} />
          ))}
        </svg>
        <ol>
          {tree.cards.map(({ relative, left, top }) => (
            <li
              key={relative.name}
              style={{ left: px(left), top: px(top), width: px(cardWidth), minHeight: px(cardHeight(relative)) }}
              onPointerEnter={() => setPointed(relative.name)}
              onPointerLeave={() => setPointed(undefined)}
              onFocusCapture={() => setPointed(relative.name)}
              onBlurCapture={() => setPointed(undefined)}
            >
              <FamilyCard relative={relative} />
            </li>
          ))}
        </ol>
      </div>
    </div>
  );
}

const px = (value: number) => `${value}px`;
