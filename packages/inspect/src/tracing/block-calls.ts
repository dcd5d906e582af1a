import {
  callMethod,
  currentBuilder,
  isBlock,
  isTensor,
  trace,
  type Block,
  type Graph,
  type InputTypes,
  type Mode,
  type Structure,
  type Tensor,
} from "@blockzoo/core";

/** One call of a block's `forward`, as seen when it returned. */
export interface BlockCall {
  readonly path: string;
  /** What it returned, each tensor with its path in the returned structure. */
  readonly outputs: readonly (readonly [name: string, tensor: Tensor])[];
  /** The builder that was current: calls inside the step of a `scan` have another than those outside. */
  readonly owner: object;
  /** How many nodes that builder had by then: a call's nodes stand before this position. */
  readonly end: number;
}

/** A model's graph and which block made which part of it. */
export interface TracedModel {
  readonly graph: Graph;
  /** In the order in which calls returned: blocks inside others come first. */
  readonly calls: readonly BlockCall[];
  /** All blocks of the model, and those it makes while it runs, by canonical path. */
  readonly blocks: ReadonlyMap<string, Block>;
}

export interface TracingOptions {
  readonly inputs: InputTypes;
  readonly mode?: Mode;
  /** The model's name, for errors and headings. Default: its class. */
  readonly name?: string;
  /** The computation that is looked at, of a model with several. Default `"forward"`. */
  readonly method?: string;
}

/** Traces a model and notes every call of a block. Errors are those of `trace`. */
export function traceCalls(model: Block, options: TracingOptions): TracedModel {
  const { inputs, mode = "eval", name, method = "forward" } = options;
  const calls: BlockCall[] = [];
  const blocks = new Map<string, Block>();
  const graph = trace(
    (tensors: object) => {
      const { paths, taps } = currentBuilder("traceCalls").root;
      taps.push((path, output) => {
        const builder = currentBuilder("a block");
        calls.push({ path, outputs: tensorsIn(output), owner: builder, end: builder.nodes.length });
      });
      const output = callMethod(model, method, ...Object.values(tensors)) as Structure<Tensor>;
      for (const [part, path] of paths) if (isBlock(part) && !blocks.has(path)) blocks.set(path, part);
      return output;
    },
    inputs,
    { model, mode, ...(name === undefined ? {} : { name }) },
  );
  return { graph, calls, blocks };
}

/** Every tensor in what a block returned. Inner blocks may return anything; what is no tensor is passed over. */
function tensorsIn(value: unknown, path = ""): [string, Tensor][] {
  if (isTensor(value)) return [[path, value]];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => tensorsIn(child, path === "" ? key : `${path}.${key}`));
}

/** The nearest of `paths` around a path, not counting the path itself; the model itself is around everything. */
export function parentOf(path: string, paths: { has(path: string): boolean }): string {
  let parent = path;
  do parent = parent.slice(0, Math.max(0, parent.lastIndexOf(".")));
  while (parent !== "" && !paths.has(parent));
  return parent;
}

/** Whether a path is that of a block or of something in it. */
export function isWithin(path: string, block: string): boolean {
  return block === "" || path === block || path.startsWith(`${block}.`);
}
