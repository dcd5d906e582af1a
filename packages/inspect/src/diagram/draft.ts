import {
  bodyOf,
  constantOf,
  Sequential,
  sizeOf,
  type Graph,
  type Node,
  type Region,
  type Tensor,
} from "@blockzoo/core";
import { significant } from "../drawing/numbers.js";
import { groupBy } from "../group-by.js";
import { parentOf, type BlockCall, type TracedModel } from "../tracing/block-calls.js";
import { functionCalls } from "../tracing/function-calls.js";
import { neededBy } from "../tracing/needed-by.js";
import { regionOf } from "../tracing/regions.js";
import type { Draft, DraftNode } from "./fold.js";
import { kindOfBlock, kindOfName } from "./kinds.js";
import { detailOf, functionText, shapeText, stepsText, storedText } from "./labels.js";
import type { DiagramCluster, DiagramEdge, DiagramKind } from "./model.js";
import type { Scope } from "./scope.js";
import { signatureOf } from "./signature.js";

export interface DraftOptions {
  /** Draw what is in containers that only run their parts in order, in a frame, instead of one box. */
  readonly openSequentials: boolean;
  /** Draw the step of every scan that the drawn block runs itself, not only of one that has blocks in it. */
  readonly openScans: boolean;
  /** Blocks that are drawn open or closed, whatever the rules say. */
  readonly open: ReadonlyMap<string, boolean>;
}

/** What becomes one node: a block that stays closed, or one function of the block that is drawn. */
interface Unit {
  readonly id: string;
  readonly nodes: Node[];
  /** The path of the closed block. */
  readonly block: string | undefined;
  readonly region: Region | undefined;
  readonly cluster: string | undefined;
  /** Of a function in its block, outside of loops. */
  readonly ordinal: number | undefined;
}

type Leaf = Pick<DraftNode, "kind" | "label" | "cluster"> & Partial<Pick<DraftNode, "detail">>;

/** Draws the nodes of a scope: closed blocks, functions, parameters that functions use, and what flows between them. */
export function draftOf(traced: TracedModel, scope: Scope, options: DraftOptions): Draft {
  const drafting = new Drafting(traced, scope, options);
  drafting.place(scope.nodes, scope.path, undefined);
  drafting.connect();
  return drafting.draft();
}

class Drafting {
  readonly #traced: TracedModel;
  readonly #scope: Scope;
  readonly #options: DraftOptions;
  readonly #calls: ReadonlyMap<string, readonly BlockCall[]>;
  readonly #units = new Map<unknown, Unit>();
  /** The diagram's node of each node of the graph. */
  readonly #idOf = new Map<Node, string>();
  /** In an open scan: inputs of the step that are captured, and outputs, with the tensors that they stand for. */
  readonly #aliases = new Map<Tensor, Tensor>();
  readonly #leaves = new Map<unknown, DraftNode>();
  readonly #links: { from: Tensor; to: string; feedback: boolean }[] = [];
  readonly #clusters = new Map<string, DiagramCluster>();
  readonly #edges = new Map<string, DiagramEdge>();
  #count = 0;

  constructor(traced: TracedModel, scope: Scope, options: DraftOptions) {
    this.#traced = traced;
    this.#scope = scope;
    this.#options = options;
    this.#calls = groupBy(traced.calls, (call) => call.path);
  }

  /**
   * Puts nodes of one graph into units.
   *
   * @param home the block whose own nodes belong into `cluster`; those of open containers in it get a frame
   */
  place(nodes: readonly Node[], home: string, cluster: string | undefined): void {
    const functions = nodes[0]?.owner === this.#traced.graph.nodes[0]?.owner ? functionCalls(nodes) : undefined;
    for (const node of nodes) {
      if (isStored(node) || node.op === "input") continue;
      const { block, around } = this.#blockOf(node);
      const frame = this.#frame(around, node, home, cluster);
      if (block === undefined && node.op === "scan" && this.#opensScan(node, around)) {
        this.#placeScan(node, frame);
        continue;
      }
      const region = block === undefined ? regionOf(node) : undefined;
      const key = block === undefined ? (region ?? node) : this.#callKey(block, node);
      const ordinal = functions?.get(node)?.ordinal;
      const unit = this.#units.get(key) ?? { id: this.#newId(), nodes: [], block, region, cluster: frame, ordinal };
      this.#units.set(key, unit);
      unit.nodes.push(node);
      this.#idOf.set(node, unit.id);
    }
  }

  /** Draws what flows between the nodes that were placed. */
  connect(): void {
    for (const unit of this.#units.values()) {
      for (const input of unit.nodes.flatMap((node) => node.inputs)) {
        // Parameters and constants are written into the functions that use them.
        if (!isStored(this.#origin(input).node)) this.#flow(input, unit.id, false);
      }
    }
    for (const { from, to, feedback } of this.#links) this.#flow(from, to, feedback);
    for (const [name, tensor] of this.#scope.outputs) {
      const output = this.#leaf({}, { kind: "output", label: name === "" ? "output" : name, cluster: undefined });
      this.#flow(tensor, output.id, false);
    }
  }

  draft(): Draft {
    let units = [...this.#units.values()];
    let edges = [...this.#edges.values()];
    // What serves nothing that is drawn, a first state of zeros, is told by the carry that it starts; so is what served it alone.
    for (let before = Infinity; units.length < before;) {
      before = units.length;
      const sources = new Set(edges.map((edge) => edge.from));
      const idle = new Set(units.filter(({ id }) => !sources.has(id)).map(({ id }) => id));
      units = units.filter(({ id }) => !idle.has(id));
      edges = edges.filter(({ to }) => !idle.has(to));
    }
    const nodes = [...units.map((unit) => this.#nodeOf(unit)), ...this.#leaves.values()];
    return { nodes, edges, clusters: [...this.#clusters.values()] };
  }

  /** The closed block that a node is drawn as part of, if any, and the open block around it. */
  #blockOf(node: Node): { block: string | undefined; around: string } {
    const { blocks } = this.#traced;
    const chain = [node.path];
    while (chain[0] !== this.#scope.path && chain[0] !== "") chain.unshift(parentOf(chain[0]!, blocks));
    const closed = chain.findIndex((path, index) => index > 0 && !this.#isOpen(path));
    return closed < 0
      ? { block: undefined, around: chain.at(-1)! }
      : { block: chain[closed], around: chain[closed - 1]! };
  }

  #isOpen(path: string): boolean {
    const { open, openSequentials } = this.#options;
    return open.get(path) ?? (openSequentials && this.#traced.blocks.get(path) instanceof Sequential);
  }

  /** Whether the step of a scan is drawn, which a block runs itself. */
  #opensScan(node: Node, block: string): boolean {
    const { open, openScans } = this.#options;
    return openScans || open.get(block) === true || this.#hasBlocks(node);
  }

  /** Whether the step of a scan calls blocks. */
  #hasBlocks(node: Node): boolean {
    const body = bodyOf(node.attributes) as Graph;
    return body.nodes.some((each) => each.path !== node.path);
  }

  /** The frame of an open block, made when it is first needed. */
  #frame(path: string, node: Node, home: string, cluster: string | undefined): string | undefined {
    if (path === home || path === this.#scope.path) return cluster;
    const parent = this.#frame(parentOf(path, this.#traced.blocks), node, home, cluster);
    return this.#cluster(this.#callKey(path, node), { label: this.#relative(path), paths: [path], parent });
  }

  #cluster(key: string, made: Omit<DiagramCluster, "id" | "repeat">): string {
    const known = this.#clusters.get(key);
    const cluster = known ?? { id: `c${this.#clusters.size}`, repeat: 1, ...made };
    this.#clusters.set(key, cluster);
    return cluster.id;
  }

  /** Tells the calls of a block apart, for one that is called several times. */
  #callKey(path: string, node: Node): string {
    const builder = node.owner as { readonly nodes: readonly Node[] };
    const position = positionsOf(builder.nodes).get(node)!;
    const calls = this.#calls.get(path) ?? [];
    return `${path}#${calls.findIndex((call) => call.owner === builder && call.end > position)}`;
  }

  /** The step of a scan in a frame, with a node for each carry and each sequence. */
  #placeScan(node: Node, parent: string | undefined): void {
    const { carries, sequences } = node.attributes as { carries: number; sequences: number };
    const body = bodyOf(node.attributes) as Graph;
    const made = { label: `scan over ${stepsText(node)}`, paths: [], parent };
    const frame = this.#cluster(`scan#${this.#newId()}`, made);
    body.inputs.forEach(({ name, tensor }, index) => {
      const outer = node.inputs[index]!;
      if (index >= carries + sequences) {
        this.#aliases.set(tensor, outer);
        return;
      }
      const label = index < carries ? name.replace(".", " ") : name.replace(/^slice\.?/, "step input ").trimEnd();
      const start = index < carries ? filledWith(outer) : undefined;
      const detail = start === undefined ? "" : `from ${significant(start)}`;
      const { id } = this.#leaf(tensor.node, { kind: "input", label, detail, cluster: frame });
      this.#idOf.set(tensor.node, id);
      if (start === undefined) this.#links.push({ from: outer, to: id, feedback: false });
      if (index < carries) this.#links.push({ from: body.outputs[index]!.tensor, to: id, feedback: true });
    });
    body.outputs.forEach((output, index) => this.#aliases.set(node.outputs[index]!, output.tensor));
    this.place(
      neededBy(
        body.nodes,
        body.outputs.map(({ tensor }) => tensor),
      ),
      node.path,
      frame,
    );
  }

  /** Adds an edge for a tensor that goes to a node. */
  #flow(tensor: Tensor, to: string, feedback: boolean): void {
    const source = this.#origin(tensor);
    const from = this.#idOf.get(source.node) ?? this.#leaf(source, this.#givenBy(source)).id;
    if (from === to && !feedback) return;
    const shape = shapeText(tensor);
    const key = `${from} ${to} ${shape} ${feedback}`;
    if (!this.#edges.has(key)) this.#edges.set(key, { from, to, shape, feedback });
  }

  /** What a tensor of an open scan stands for; any other tensor itself. */
  #origin(tensor: Tensor): Tensor {
    const alias = this.#aliases.get(tensor);
    return alias === undefined ? tensor : this.#origin(alias);
  }

  /** How a tensor is drawn that comes from outside. */
  #givenBy({ node }: Tensor): Leaf {
    const name = node.attributes["name"];
    if (node.op === "state") return { kind: "parameter", label: this.#relative(String(name)), cluster: undefined };
    if (node.op === "constant") return { kind: "parameter", label: "constant", cluster: undefined };
    const label = node.op === "input" ? String(name) : node.path === "" ? node.op : `from ${node.path}`;
    return { kind: "input", label, cluster: undefined };
  }

  #leaf(key: unknown, leaf: Leaf): DraftNode {
    const known = this.#leaves.get(key);
    const node = known ?? {
      ...noBlock,
      id: this.#newId(),
      detail: "",
      repeat: 1,
      signature: undefined,
      paths: [],
      function: undefined,
      ...leaf,
    };
    this.#leaves.set(key, node);
    return node;
  }

  #nodeOf({ id, nodes, block, region, cluster, ordinal }: Unit): DraftNode {
    if (block === undefined) {
      const name = region?.name ?? nodes[0]!.op;
      const label = region === undefined ? functionText(nodes[0]!) : name;
      const taken = nodes.flatMap((node) => node.inputs.map((input) => this.#origin(input)));
      const given = region === undefined ? taken : taken.filter((tensor) => tensor.node.op === "state");
      const detail = name === "scan" ? stepsText(nodes[0]!) : storedText(given, (path) => this.#relative(path));
      const signature = signatureOf(label, nodes[0]!.path, nodes);
      return {
        ...noBlock,
        id,
        cluster,
        repeat: 1,
        kind: kindOfName(name),
        label,
        detail,
        signature,
        paths: [nodes[0]!.path],
        function: { name, ordinal },
      };
    }
    const type = this.#typeOf(block);
    const detail = [type, detailOf(nodes, (tensor) => this.#origin(tensor))].filter((part) => part !== "").join(" ");
    const signature = signatureOf(type, block, nodes);
    return {
      id,
      cluster,
      repeat: 1,
      kind: this.#kindOf(nodes),
      label: this.#relative(block),
      detail,
      isBlock: true,
      signature,
      paths: [block],
      function: undefined,
      canOpen: partsIn(nodes) > 1,
    };
  }

  #kindOf(nodes: readonly Node[]): DiagramKind {
    const parts = groupBy(nodes, (node) => node.path);
    return kindOfBlock([...parts].map(([path, own]) => ({ type: this.#typeOf(path), nodes: own })));
  }

  #typeOf(path: string): string {
    return this.#traced.blocks.get(path)!.constructor.name;
  }

  /** A path as seen from the block that is drawn. */
  #relative(path: string): string {
    return path.startsWith(`${this.#scope.path}.`) ? path.slice(this.#scope.path.length + 1) : path;
  }

  #newId(): string {
    return `n${this.#count++}`;
  }
}

const noBlock = { isBlock: false, canOpen: false } as const;

/** What a closed block would be drawn as, if it were open, counted up to where it is worth it. */
function partsIn(nodes: readonly Node[]): number {
  const drawn = nodes.filter((node) => !isStored(node));
  const loops = drawn.filter((node) => bodyOf(node.attributes) !== undefined);
  return new Set(drawn.map((node) => regionOf(node) ?? node)).size + loops.length;
}

/** The number that fills a tensor which is made from nothing else, such as a first state of zeros. */
function filledWith({ node }: Tensor): number | undefined {
  const [source] = node.inputs;
  if (node.op !== "expand" || source === undefined) return undefined;
  const value = constantOf(source.node);
  return value !== undefined && sizeOf(value.shape) === 1 ? value.data[0] : undefined;
}

function isStored(node: Node): boolean {
  return node.op === "state" || node.op === "constant";
}

const positions = new WeakMap<readonly Node[], Map<Node, number>>();

function positionsOf(nodes: readonly Node[]): Map<Node, number> {
  const known = positions.get(nodes) ?? new Map(nodes.map((node, index) => [node, index]));
  positions.set(nodes, known);
  return known;
}
