import { useMemo, useRef } from "preact/hooks";
import { hrefOf, replaceAddress } from "../frame/address.js";
import type { PageProps } from "../frame/page.js";
import { ChoiceBar } from "./choice-bar.js";
import { chosen, type Choice } from "./choice.js";
import { FamilyList } from "./family-list.js";
import { FamilyTree, useTree } from "./family-tree.js";
import { useRelatives } from "./use-relatives.js";
import { useWidth } from "./use-width.js";

/** Every family on the tree of what came from what. What is searched for stands in the address. */
export function HallPage({ address }: PageProps) {
  const relatives = useRelatives();
  const choice = choiceOf(address.query);
  const shown = useMemo(() => chosen(relatives, choice), [relatives, ...Object.values(choice)]);
  const place = useRef<HTMLDivElement>(null);
  const width = useWidth(place);
  const tree = useTree(shown, width);
  const change = (changed: Choice) => {
    const asked = Object.entries(changed).filter(([, value]) => value !== "");
    replaceAddress(hrefOf("hall", [], Object.fromEntries(asked)));
  };
  const tasks = [...new Set(relatives.flatMap((each) => each.tasks))].toSorted();
  const built = relatives.filter(({ isBuilt }) => isBuilt);
  const networks = built.reduce((sum, { sizes }) => sum + sizes.length, 0);
  return (
    <>
      <h1>A family tree of neural networks</h1>
      <p class="lead">
        {built.length} families of the literature, {networks} networks. Open one to use it, to look inside while it
        works, to read its code and to train it. Everything runs in this page; nothing leaves your machine.
      </p>
      <ChoiceBar choice={choice} tasks={tasks} onChange={change} />
      <p class="small muted" role="status">
        {shown.length === 0
          ? "No family is like that. Ask for less."
          : `${shown.length} of ${relatives.length}, the oldest first`}
      </p>
      <div ref={place}>{tree === undefined ? <FamilyList relatives={shown} /> : <FamilyTree tree={tree} />}</div>
    </>
  );
}

function choiceOf(query: URLSearchParams): Choice {
  const asked = (name: keyof Choice) => query.get(name) ?? "";
  return {
    search: asked("search"),
    task: asked("task"),
    size: asked("size"),
    years: asked("years"),
    planned: asked("planned"),
  };
}
