import {
  bodyOf,
  check,
  eliminateDeadCode,
  rewrite,
  type Block,
  type Graph,
  type Named,
  type NDArray,
  type Node,
} from "@blockzoo/core";
import type { Trace } from "../charts/traces.js";
import { isWithin, traceCalls } from "../tracing/block-calls.js";
import { runGraph, typesOf, type NamedInputs, type RunGraphOptions } from "./run-graph.js";

export interface GatesOptions extends RunGraphOptions {
  /** The path of the recurrent layer. Default: all of the network. */
  readonly block?: string;
  /** Which sequence of the batch. Default 0. */
  readonly sample?: number;
}

/**
 * Runs a recurrent net in eval mode and gives what happens in its loops at each step: its gates, and what it carries, such as
 * the cell, `[T, units]` each, as `tracesSvg` draws them. Where there are several loops, layers or directions, the number of the
 * loop stands before the name, from 0 in the order in which they run.
 *
 * @param inputs as `forward` takes them, by name
 * @throws BlockzooError where the inputs do not fit, or there is no loop
 * @example
 * const gates = await gatesOf(model, { x }, { backend, weights, block: "lstm" });
 * await writeFile("gates.svg", tracesSvg(gates)); // input gate, forget gate, output gate, h, c
 */
export async function gatesOf(model: Block, inputs: NamedInputs, options: GatesOptions): Promise<readonly Trace[]> {
  const { block = "", sample = 0, method } = options;
  const traced = traceCalls(model, { inputs: typesOf(inputs), ...(method !== undefined && { method }) });
  const graph = openedLoops(traced.graph, block);
  check(
    graph.outputs.length > 0,
    () => `gatesOf: there is no loop ${block === "" ? "in the network" : `in "${block}"`}: expected a recurrent layer`,
  );
  const outputs = await runGraph(graph, inputs, options);
  return graph.outputs.map(({ name }) => ({ label: name, values: sampleOf(outputs[name]!, sample) }));
}

/** The graph with one output for each thing that happens in its loops. */
function openedLoops(graph: Graph, block: string): Graph {
  const loops = graph.nodes.filter((node) => node.op === "scan" && isWithin(node.path, block));
  const seen: Named[] = [];
  const written = rewrite(graph, {
    node: (node, { copy }) => {
      const index = loops.indexOf(node);
      if (index < 0) return undefined;
      const body = bodyOf(node.attributes)!;
      const inside = insideOf(node, body);
      const outputs = copy(node, {
        ...node.attributes,
        // The states before each step are for gradients.
        histories: [],
        body: { ...body, outputs: [...body.outputs, ...inside] },
      });
      const own = body.outputs.length;
      const named = (name: string) => (loops.length > 1 ? `${index} ${name}` : name);
      inside.forEach(({ name }, each) => seen.push({ name: named(name), tensor: outputs[own + each]! }));
      return outputs.slice(0, own);
    },
  });
  return eliminateDeadCode({ ...written, outputs: seen, probes: [] });
}

/** The gates of a step, which are named, and what it hands on. */
function insideOf({ attributes }: Node, { nodes, inputs, outputs }: Graph): readonly Named[] {
  const regions = new Set(nodes.flatMap(({ region }) => (region?.name.endsWith(" gate") === true ? [region] : [])));
  const gates = [...regions].map(({ name, outputs: [tensor] }) => ({ name, tensor: tensor! }));
  const carried = outputs
    .slice(0, attributes["carries"] as number)
    .map(({ tensor }, index) => ({ name: inputs[index]!.name.replace(/^carry\./, ""), tensor }));
  return [...gates, ...carried];
}

/** One sequence of [T, N, units]: [T, units]. */
function sampleOf({ dtype, shape, data }: NDArray, sample: number): NDArray {
  const [steps = 0, batch = 0, units = 0] = shape;
  check(shape.length === 3 && sample < batch, () => `gatesOf: sample ${sample} of a batch of ${batch} sequences`);
  const rows = Array.from({ length: steps }, (_, step) =>
    data.subarray((step * batch + sample) * units, (step * batch + sample + 1) * units),
  );
  const values = new Float32Array(steps * units);
  rows.forEach((row, step) => values.set(row, step * units));
  return { dtype, shape: [steps, units], data: values };
}
