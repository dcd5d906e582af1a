import { blockAt, countParameters, type Block } from "@blockzoo/core";
import { traceCalls, type TracingOptions } from "../tracing/block-calls.js";
import { draftOf } from "./draft.js";
import { fold, type Draft } from "./fold.js";
import type { Diagram } from "./model.js";
import { scopeOf } from "./scope.js";

export interface DiagramOptions extends TracingOptions {
  /**
   * Draws the operations of the block at this path instead, the step of a `scan` included; `""` those of the model
   * itself.
   */
  readonly expand?: string;
  /**
   * Blocks to draw open, in a frame, or closed, by their paths, where that differs from the rule: `Sequential` is open. An open
   * recurrent layer shows its step.
   *
   * @example new Map([["layer1.0", true], ["layer2", false]])
   */
  readonly open?: ReadonlyMap<string, boolean>;
}

/** A drawing with more nodes than this keeps its containers closed. */
const maximumNodes = 60;

/**
 * A picture of a model, drawn from its graph: its blocks and the functions between them, with the shapes of what flows.
 * A `Sequential` is opened, and equal blocks in a row are drawn once. What does nothing, such as dropout in eval mode,
 * is not there.
 *
 * @throws BlockzooError with block path, found and expected where the inputs do not fit
 * @example diagramSvg(diagram(resnet18(), { inputs: { x: float32("N", 3, 224, 224) } }))
 */
export function diagram(model: Block, { open, ...options }: DiagramOptions): Diagram {
  return diagramsOf(model, options)(open ?? new Map());
}

/**
 * As {@link diagram}, for one who opens and closes blocks: the model is traced once, and what is returned draws it with some of them
 * open.
 *
 * @example
 * const draw = diagramsOf(model, { inputs });
 * const opened = draw(new Map([["layer1.0", true]]));
 */
export function diagramsOf(
  model: Block,
  options: Omit<DiagramOptions, "open">,
): (open: ReadonlyMap<string, boolean>) => Diagram {
  const { expand, name = model.constructor.name } = options;
  const title = expand === undefined || expand === "" ? name : `${name} · ${expand}`;
  const parameters = countParameters(blockAt(model, expand ?? ""));
  const traced = traceCalls(model, options);
  const scope = scopeOf(traced, expand ?? "");
  const draft = (openSequentials: boolean, open: ReadonlyMap<string, boolean>) =>
    fold(draftOf(traced, scope, { openSequentials, openScans: expand !== undefined, open }));
  const asRuled = draft(true, new Map());
  const openSequentials = asRuled.nodes.length <= maximumNodes;
  return (open) => {
    // What is opened by hand closes nothing else.
    const drawn = openSequentials && open.size === 0 ? asRuled : draft(openSequentials, open);
    return { title, parameters, ...plain(drawn, open) };
  };
}

/** The draft without what served to fold it, and without frames around a single node, but for those of blocks opened by hand. */
function plain(
  { nodes, edges, clusters }: Draft,
  open: ReadonlyMap<string, boolean>,
): Pick<Diagram, "nodes" | "edges" | "clusters"> {
  const members = (id: string) => [
    ...nodes.filter((node) => node.cluster === id),
    ...clusters.filter(({ parent }) => parent === id),
  ];
  const kept = clusters.filter(({ id, paths }) => members(id).length > 1 || open.get(paths[0] ?? "") === true);
  const outermost = (cluster: string | undefined): string | undefined => {
    const found = clusters.find(({ id }) => id === cluster);
    return found === undefined || kept.includes(found) ? cluster : outermost(found.parent);
  };
  return {
    nodes: nodes.map(({ id, kind, isBlock, label, detail, repeat, cluster, paths, function: called, canOpen }) => {
      const drawn = { id, kind, isBlock, label, detail, repeat, cluster: outermost(cluster) };
      return { ...drawn, paths, function: called, canOpen };
    }),
    edges,
    clusters: kept.map((cluster) => ({ ...cluster, parent: outermost(cluster.parent) })),
  };
}
