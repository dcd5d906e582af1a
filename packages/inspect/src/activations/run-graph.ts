import {
  flattenStructure,
  mapStructure,
  type Backend,
  type Feeds,
  type Graph,
  type InputTypes,
  type NDArray,
  type StateDict,
  type Structure,
} from "@blockzoo/core";

/** Arrays as `forward` takes them, by name; nested where it takes them nested. */
export type NamedInputs = Readonly<Record<string, Structure<NDArray>>>;

export interface RunGraphOptions {
  /** Where the network runs. */
  readonly backend: Backend;
  /** Trained values. Default: the model's initial ones, from seed 0. */
  readonly weights?: StateDict;
  /** The computation that is looked into, of a model with several. Default `"forward"`. */
  readonly method?: string;
}

/** What a graph must take to be given these inputs. */
export function typesOf(inputs: NamedInputs): InputTypes {
  return mapStructure(inputs, isArray, ({ dtype, shape }) => ({ dtype, shape })) as InputTypes;
}

/** The outputs of a graph by name, with those of the weights that it reads. */
export async function runGraph(
  graph: Graph,
  inputs: NamedInputs,
  { backend, weights }: RunGraphOptions,
): Promise<Readonly<Record<string, NDArray>>> {
  const names = new Set(graph.state.map(({ name }) => name));
  const own = weights && new Map([...weights].filter(([name]) => names.has(name)));
  const executable = await backend.compile(graph, own && { weights: own });
  try {
    const feeds: Feeds = Object.fromEntries(flattenStructure(inputs, isArray));
    return (await executable.run(feeds)).outputs;
  } finally {
    executable.dispose();
  }
}

function isArray(value: unknown): value is NDArray {
  return typeof value === "object" && value !== null && "data" in value && ArrayBuffer.isView(value.data);
}
