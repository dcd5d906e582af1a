import {
  BlockzooError,
  constantOf,
  lower,
  optimize,
  shareBetweenLoops,
  type Graph,
  type Node,
  type PrimitiveName,
  type StateDict,
  type Tensor,
} from "@blockzoo/core";
import { compositeLowerings } from "./composites.js";
import { LoweringContext, plainOf, type Lowered, type Lowering, type Placed } from "./lowering.js";
import { Plan, release, releaseAll, runSection, type Host, type Value } from "./plan.js";
import { nativePool } from "./lowerings/pooling.js";
import { lowerings } from "./table.js";

/** A state entry that a program reads, and the value it has afterwards where the program updates it. */
export interface ProgramState {
  readonly name: string;
  readonly value: Value;
  readonly output: Value | undefined;
}

/** A graph as calls of kernels: what is bound before a run, and what is there after it. */
export interface Program {
  /** The graph as it was lowered. */
  readonly graph: Graph;
  readonly plan: Plan;
  readonly inputs: readonly Value[];
  readonly random: readonly Value[];
  readonly state: readonly ProgramState[];
  readonly outputs: readonly Value[];
  readonly probes: readonly Value[];
}

/**
 * Lowers a graph whose dimensions are numbers, and which `weights` are bound to.
 *
 * @throws BlockzooError that names every node for which the device has no kernels, with the path of its block
 */
export function buildProgram(source: Graph, host: Host, weights: StateDict | undefined): Program {
  const composites = new Set(Object.keys(compositeLowerings));
  const graph = optimize(lower(shareBetweenLoops(source), { composites }));
  const plan = new Plan(host);
  try {
    const builder = new ProgramBuilder(plan, graph);
    const leaf = ({ dtype, shape }: Tensor, isBorrowed: boolean) =>
      plan.leaf({ dtype, shape: shape as number[] }, { isBorrowed });
    const inputs = graph.inputs.map(({ tensor }) => builder.place(tensor, leaf(tensor, false)));
    const random = graph.random.map(({ tensor }) => builder.place(tensor, leaf(tensor, false)));
    const bound = graph.state.map((entry) => {
      const weight = weights?.get(entry.name);
      if (weight === undefined) return { entry, value: builder.place(entry.tensor, leaf(entry.tensor, true)) };
      builder.place(entry.tensor, plan.constant(weight));
      return undefined;
    });
    builder.lower(graph);
    builder.finish();
    const state = bound.flatMap((each) => {
      if (each === undefined) return [];
      const { entry, value } = each;
      return [{ name: entry.name, value, output: entry.output && builder.valueOf(entry.output) }];
    });
    const outputs = graph.outputs.map(({ tensor }) => builder.valueOf(tensor));
    const probes = graph.probes.map(({ tensor }) => builder.valueOf(tensor));
    plan.main.results.push(...outputs, ...probes, ...state.flatMap(({ output }) => output ?? []));
    plan.finish();
    return { graph, plan, inputs, random, state, outputs, probes };
  } catch (error) {
    plan.dispose();
    throw error;
  }
}

/** Runs everything but leaves the results, which the caller reads, keeps or gives back. */
export function runProgram({ plan, inputs, random }: Program): void {
  const { backend } = plan.host;
  try {
    runSection(plan.main, backend);
  } catch (error) {
    releaseAll(plan.main, backend);
    for (const { storage } of [...inputs, ...random]) release(storage, backend);
    throw error;
  }
}

/** Walks graphs and their bodies, and knows where each tensor lies. */
class ProgramBuilder {
  readonly #plan: Plan;
  readonly #placed = new Map<Tensor, Placed>();
  readonly #used: ReadonlySet<Tensor>;
  readonly #offenders: string[] = [];

  constructor(plan: Plan, graph: Graph) {
    this.#plan = plan;
    this.#used = usedTensors(graph);
  }

  place(tensor: Tensor, value: Value): Value {
    this.#placed.set(tensor, { plain: value });
    return value;
  }

  valueOf(tensor: Tensor): Value {
    return plainOf(this.#placed.get(tensor)!, this.#plan);
  }

  lower(graph: Graph): void {
    for (const node of graph.nodes) this.#lowerNode(node);
  }

  /** Throws if there was something that could not be lowered. */
  finish(): void {
    if (this.#offenders.length === 0) return;
    const { device } = this.#plan.host;
    throw new BlockzooError(`tfjs on ${device} cannot run this graph:\n${[...new Set(this.#offenders)].join("\n")}`);
  }

  #lowerNode(node: Node): void {
    const constant = constantOf(node);
    if (constant !== undefined) this.place(node.outputs[0]!, this.#plan.constant(constant));
    if (node.definition === undefined && node.op !== "composite") return;
    this.#plan.path = node.path;
    try {
      this.#bind(node, this.#lowered(node));
    } catch (error) {
      if (!(error instanceof BlockzooError)) throw error;
      this.#offenders.push(`- ${node.path === "" ? "" : `${node.path}: `}${node.op}: ${error.reason}`);
      // Whatever comes after it is looked at, too, so that all offenders are named at once.
      this.#bind(
        node,
        node.outputs.map(({ dtype, shape }) => this.#plan.leaf({ dtype, shape: shape as number[] })),
      );
    }
  }

  #lowered(node: Node): Lowered | readonly Lowered[] {
    const context = new LoweringContext({
      plan: this.#plan,
      node,
      placedOf: (tensor) => this.#placed.get(tensor)!,
      isUsed: (tensor) => this.#used.has(tensor),
      lowerGraph: (graph, inputs) => this.#lowerBody(graph, inputs),
    });
    if (node.op !== "composite") return (lowerings[node.op as PrimitiveName] as unknown as Lowering)(context);
    const native = compositeLowerings[node.attributes["name"] as string]?.(context);
    return native ?? this.#lowerBody(node.attributes["body"] as Graph, context.inputs());
  }

  #lowerBody(graph: Graph, inputs: readonly Value[]): Value[] {
    graph.inputs.forEach(({ tensor }, index) => this.place(tensor, inputs[index]!));
    this.lower(graph);
    return graph.outputs.map(({ tensor }) => this.valueOf(tensor));
  }

  #bind(node: Node, lowered: Lowered | readonly Lowered[]): void {
    const results = Array.isArray(lowered) ? (lowered as readonly Lowered[]) : [lowered as Lowered];
    node.outputs.forEach((tensor, index) => {
      const result = results[index];
      if (result === undefined) return;
      this.#placed.set(tensor, "channelsLast" in result ? { channelsLast: result.channelsLast } : { plain: result });
    });
  }
}

/** What something uses, in the graph and in all bodies. */
function usedTensors(graph: Graph, used = new Set<Tensor>()): Set<Tensor> {
  for (const node of graph.nodes) {
    const pool = node.op === "composite" ? nativePool(node) : undefined;
    const inputs = pool === undefined ? node.inputs : [pool.x, pool.values, ...node.inputs.slice(1)];
    for (const input of inputs) used.add(input);
    const body = node.attributes["body"] as Graph | undefined;
    if (body !== undefined) usedTensors(body, used);
  }
  for (const { tensor } of [...graph.outputs, ...graph.probes]) used.add(tensor);
  for (const { output } of graph.state) if (output !== undefined) used.add(output);
  return used;
}
