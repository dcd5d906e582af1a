import {
  bindWeights,
  BlockzooError,
  checkOptions,
  lower,
  optimize,
  shareBetweenLoops,
  type Graph,
  type OptionNames,
  type PrimitiveName,
  type StateDict,
  type StateEntry,
  type Tensor,
} from "@blockzoo/core";
import { assembleModel, Names } from "./assemble.js";
import { Emitter } from "./emitter.js";
import { addLabels } from "./labels.js";
import type { CompositeLowerings, Lowerings } from "./lowering.js";
import { checkPixels, openSizes, preparePixels, type PixelSteps } from "./pixels.js";
import { Scope } from "./scope.js";
import type { ModelProto } from "./schema/onnx_pb.js";
import { compositeLowerings } from "./lowerings/composites.js";
import { onnxLowerings } from "./table.js";
import type { Value } from "./values.js";

/** The versions of ONNX's operator set that this package writes, each with the file format version it came with. */
const irVersions: Readonly<Record<number, number>> = { 17: 8, 18: 8, 19: 9, 20: 9, 21: 10 };

export interface ModelOptions {
  /** Values of the graph's state, bound as constants; state without a value here is an input. */
  readonly weights?: StateDict;
  /** Version of ONNX's operator set, 17 to 21; default 17, which the widest range of runtimes and checkers accepts. */
  readonly opset?: number;
  /** Version of the file format; by default the one that the operator set came with. */
  readonly irVersion?: number;
  /** Shown by viewers as the program that wrote the file. */
  readonly producer?: string;
  readonly graphName?: string;
  /** Free text about the model, by key. */
  readonly metadata?: Readonly<Record<string, string>>;
  /** How `weights` are stored; default `"float32"`. Computed is in float32 all the same: `"float16"` halves the file only. */
  readonly dtype?: "float32" | "float16";
  /** The graph's one input takes images as a decoder gives them, and the model prepares them by these steps. */
  readonly pixels?: PixelSteps;
  /** Names of the classes that the graph's one output scores; adds the outputs `probabilities` and `label`. */
  readonly labels?: readonly string[];
  /** Write probes as outputs too; default false. */
  readonly probes?: boolean;
  /** How primitives are written; a runtime replaces rows that it runs wrongly or slowly. */
  readonly lowerings?: Lowerings<PrimitiveName>;
  /** Which composites are written with an operator of their own, and how. */
  readonly composites?: CompositeLowerings;
}

const modelOptionNames: OptionNames<ModelOptions> = {
  weights: true,
  opset: true,
  irVersion: true,
  producer: true,
  graphName: true,
  metadata: true,
  dtype: true,
  pixels: true,
  labels: true,
  probes: true,
  lowerings: true,
  composites: true,
};

/** A state entry that is an input of the model, and an output where the graph updates it. */
export interface ModelState {
  readonly entry: StateEntry;
  readonly input: string;
  readonly output: string | undefined;
}

/** A model and the names that the graph's inputs and outputs have in it, in the graph's order. */
export interface OnnxModel {
  readonly proto: ModelProto;
  /** The graph as it was written: lowered and optimised. */
  readonly graph: Graph;
  readonly inputs: readonly string[];
  readonly random: readonly string[];
  readonly state: readonly ModelState[];
  readonly outputs: readonly string[];
  readonly probes: readonly string[];
  /** Nodes that the lowerings declared to run on the host, by block path and op. */
  readonly hostNodes: readonly string[];
}

/** Writes a graph as an ONNX model; see `exportModel` for what becomes of its parts. */
export function buildModel(source: Graph, options: ModelOptions = {}): OnnxModel {
  checkOptions("exportModel", options, modelOptionNames);
  const { opset = 17, lowerings = onnxLowerings, composites = compositeLowerings } = options;
  const irVersion = options.irVersion ?? irVersions[opset];
  if (irVersion === undefined) {
    throw new BlockzooError(`opset ${opset} is not supported: choose one of ${Object.keys(irVersions).join(", ")}`);
  }
  const graph = prepare(source, options, composites);

  const scope = new Scope(options.graphName ?? "graph");
  const emitter = new Emitter(scope, { opset, lowerings, composites });
  const input = (name: string, tensor: Tensor) => {
    const value = { dtype: tensor.dtype, shape: tensor.shape, hint: name };
    scope.inputs.push(value);
    emitter.bind(tensor, value);
    return value;
  };
  const imageInput = (name: string, tensor: Tensor, steps: PixelSteps) => {
    const value: Value = { dtype: "uint8", shape: [tensor.shape[0]!, ...openSizes], hint: name };
    scope.inputs.push(value);
    emitter.bind(tensor, preparePixels(scope, value, steps));
    return value;
  };
  const { pixels, labels } = options;
  if (pixels !== undefined) checkPixels(graph.inputs, pixels);
  const inputs = graph.inputs.map(({ name, tensor }) =>
    pixels === undefined ? input(name, tensor) : imageInput(name, tensor, pixels),
  );
  const states = graph.state.flatMap((entry) => {
    const weight = options.weights?.get(entry.name);
    if (weight === undefined) return [{ entry, value: input(`state.${entry.name}`, entry.tensor) }];
    const isHalf = options.dtype === "float16" && weight.dtype === "float32";
    emitter.bind(
      entry.tensor,
      isHalf ? scope.halfInitializer(weight, entry.name) : scope.initializer(weight, entry.name),
    );
    return [];
  });
  const random = graph.random.map(({ stream, tensor }) => input(`random.${stream}`, tensor));

  emitter.write(graph);
  emitter.finish();

  const output = (name: string, tensor: Tensor) => {
    const value = emitter.expose(tensor, name);
    scope.outputs.push(value);
    return value;
  };
  const outputs = graph.outputs.map(({ name, tensor }) => output(outputName(graph, name), tensor));
  if (labels !== undefined) addLabels(scope, outputs, labels);
  const updates = states.map(({ entry }) => entry.output && output(`state.${entry.name}.next`, entry.output));
  const probes = graph.probes.map(({ label, path, tensor }) =>
    output(["probe", path, label].filter((part) => part !== "").join("."), tensor),
  );

  const names = new Names();
  for (const value of [...scope.inputs, ...scope.outputs]) names.of(value);
  const header = { opset, irVersion, producer: options.producer ?? "blockzoo", metadata: options.metadata ?? {} };
  return {
    proto: assembleModel(scope, header, names),
    graph,
    inputs: inputs.map((value) => names.of(value)),
    random: random.map((value) => names.of(value)),
    state: states.map(({ entry, value }, index) => {
      const update = updates[index];
      return { entry, input: names.of(value), output: update && names.of(update) };
    }),
    outputs: outputs.map((value) => names.of(value)),
    probes: probes.map((value) => names.of(value)),
    hostNodes: [...new Set(emitter.hostNodes)],
  };
}

/**
 * What an output of a graph is called in its model, where every value has a name of its own: a state that goes in as `h` comes
 * out as `h.next`.
 */
export function outputName({ inputs }: Pick<Graph, "inputs">, name: string): string {
  return inputs.some((input) => input.name === name) ? `${name}.next` : name;
}

/** What is to be written. */
function prepare(source: Graph, { probes, weights }: ModelOptions, composites: CompositeLowerings): Graph {
  const visible = { ...bindWeights(source, weights), probes: probes === true ? source.probes : [] };
  return optimize(lower(shareBetweenLoops(visible), { composites: new Set(Object.keys(composites)) }));
}
