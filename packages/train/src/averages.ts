import {
  add,
  check,
  currentBuilder,
  mul,
  rewrite,
  zeros,
  type Graph,
  type Parameter,
  type StateStore,
} from "@blockzoo/core";

/** How the running average of the parameters is kept. */
export interface AverageOptions {
  /** The share of the old average that each step keeps, such as 0.999. */
  readonly decay: number;
}

const prefix = "ema.";

/** The state that holds the average of a parameter. */
export function averagedName(parameter: string): string {
  return `${prefix}${parameter}`;
}

/**
 * Adds `a ← decay a + (1 - decay) θ` to the graph, after the update of the parameter θ.
 *
 * B. T. Polyak, A. B. Juditsky, "Acceleration of Stochastic Approximation by Averaging", 1992, in its exponential form.
 */
export function updateAverage(name: string, parameter: Parameter, { decay }: AverageOptions): void {
  check(decay >= 0 && decay < 1, () => `ema: the decay must be at least 0 and below 1, got ${decay}`);
  const builder = currentBuilder("an average of parameters");
  // The first value is that of the parameter, which an initializer does not know: see startAverages.
  const average = builder.readState(name, "slot", { dtype: "float32", shape: parameter.shape }, zeros());
  builder.writeState(name, add(mul(average, decay), mul(parameter, 1 - decay)));
}

/** Sets the averages to the present values of the parameters. */
export async function startAverages(state: StateStore, parameters: Iterable<string>): Promise<void> {
  const values = await state.read(parameters);
  await state.write(new Map([...values].map(([name, value]) => [averagedName(name), value])));
}

/** The graph with averages in the place of the parameters named, which it reads and does not write. */
export function withAverages(graph: Graph, parameters: ReadonlySet<string>): Graph {
  const rename = (name: string) => (parameters.has(name) ? averagedName(name) : name);
  const renamed = rewrite(graph, {
    node(node, { builder }) {
      if (node.op !== "state") return undefined;
      const name = rename(node.attributes["name"] as string);
      return builder.addNode("state", [], { name }, node.outputs, { path: node.path, region: undefined });
    },
  });
  return { ...renamed, state: renamed.state.map((entry) => ({ ...entry, name: rename(entry.name) })) };
}
