import {
  blocksOf,
  BlockzooError,
  countParameters,
  gradients,
  initialize,
  mul,
  ndarray,
  RandomStream,
  reduceSum,
  referenceBackend,
  sizeOf,
  specialize,
  stateOf,
  tensor,
  trace,
  trainableParameters,
  verify,
  type Backend,
  type Block,
  type Feeds,
  type Graph,
  type InputTypes,
  type NDArray,
  type StateDict,
  type Tensor,
  type TensorType,
} from "@blockzoo/core";
import type { FamilyDefinition, Variant } from "@blockzoo/family";
import { exportModel } from "@blockzoo/onnx";
import { readSafetensors, writeSafetensors } from "@blockzoo/weights";
import { adam, compileTrainStep, crossEntropy } from "@blockzoo/train";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expectClose } from "../tolerance.js";

export interface FamilyTestOptions {
  /** The backends that must agree with the reference. */
  readonly backends: Readonly<Record<string, () => Promise<Backend>>>;
  /** Variants that are run, not only traced; default all. Large ones are left out where the reference would take minutes. */
  readonly run?: readonly string[];
  /**
   * Outputs for first weights of seed 0 and the inputs of seed 0, committed by the family: what the network computes must
   * not change unnoticed. The first eight numbers of each variant.
   */
  readonly golden: Readonly<Record<string, readonly number[]>>;
  /**
   * How variants are trained on 32 samples where the defaults do not fit, by name; `"too small"` for those that cannot
   * learn random labels. The loss must get below 0.05.
   */
  readonly overfit?: Readonly<Record<string, OverfitOptions | "too small">>;
}

export interface OverfitOptions {
  /** Default 150. */
  readonly steps?: number;
  /** Of Adam. Default 3e-3. */
  readonly learningRate?: number;
  /** By default, the cross-entropy of the output with random labels. */
  loss?(output: Tensor, y: Tensor): Tensor;
}

/** The batch that networks are compared on. */
const batch = 2;

/**
 * What every family must satisfy: counts, names, gradients, agreement of all backends, export, save and load,
 * determinism, and that it can learn at all. Call it inside a test file of the family.
 *
 * @example describeFamily(lenet, { backends: { onnxruntime: () => onnxruntime() }, golden })
 */
export function describeFamily(family: FamilyDefinition, options: FamilyTestOptions): void {
  describe.each(Object.entries<Variant>(family.variants))(`${family.name} %s`, (name, variant) => {
    const isRun = options.run?.includes(name) ?? true;

    it("has the parameters of its paper", () => {
      expect(countParameters(variant.create())).toBe(variant.params);
    });

    it("traces to a valid graph whose outputs are named", () => {
      const graph = verify(inference(variant));
      expect(graph.outputs.map((output) => output.name)).toContain(variant.output);
      expect(graph.inputs.map((input) => input.name)).toEqual(Object.keys(variant.input));
    });

    it("names every block and every value of its state once", () => {
      const names = stateOf(variant.create()).map((entry) => entry.name);
      expect(new Set(names).size).toBe(names.length);
      expect(blocksOf(variant.create()).has("")).toBe(true);
    });

    it("exports to ONNX with its own names", () => {
      const model = variant.create();
      const bytes = exportModel(inference(variant, model), { weights: initialize(model) });
      expect(bytes.length).toBeGreaterThan(4 * variant.params);
    });

    if (isRun) describeRuns(name, variant, options);
  });
}

function describeRuns(name: string, variant: Variant, options: FamilyTestOptions): void {
  const opened: Record<string, Backend> = {};
  beforeAll(async () => {
    for (const [id, open] of Object.entries(options.backends)) opened[id] = await open();
  });
  afterAll(() => Promise.all(Object.values(opened).map((backend) => backend.dispose())));

  it("computes what it computed before", async () => {
    const model = variant.create();
    const found = await run(referenceBackend(), variant, inference(variant, model), initialize(model));
    const golden = options.golden[name];
    if (golden === undefined) {
      throw new BlockzooError(`there is no golden output for "${name}": commit [${found.data.slice(0, 8).join(", ")}]`);
    }
    const first = found.data.slice(0, golden.length) as Float32Array;
    expectClose(ndarray(first), ndarray([...golden]), "network", `${name} against its golden output`);
  });

  it.each(Object.keys(options.backends))("gives the reference's outputs on %s", async (id) => {
    const model = variant.create();
    const weights = initialize(model);
    const graph = inference(variant, model);
    const expected = await run(referenceBackend(), variant, graph, weights);
    expectClose(await run(opened[id]!, variant, graph, weights), expected, "network", `${name} on ${id}`);
  });

  it("passes a gradient to every parameter", async () => {
    const model = variant.create();
    const graph = trace(
      (inputs) => {
        const y = outputOf(variant, model, inputs);
        const weights = ndarray(
          new RandomStream(0, name).fillUniform(new Float32Array(sizeOf(y.shape as number[])), -1, 1),
          y.shape as number[],
        );
        const parameters = trainableParameters(model);
        const all = gradients(reduceSum(mul(y, tensor(weights))), [...parameters.values()]);
        return Object.fromEntries(
          [...parameters.keys()].map((path, index) => [path.replaceAll(".", "/"), all[index]!]),
        );
      },
      numericTypes(variant.input),
      { mode: "train", model },
    );
    const executable = await referenceBackend().compile(graph);
    const { outputs } = await executable.run(inputsOf(variant));
    const dead = Object.entries(outputs).filter(([, value]) => value.data.every((each) => each === 0));
    expect(dead.map(([path]) => path)).toEqual([]);
  });

  it("saves and loads its weights", () => {
    const weights = initialize(variant.create(), { seed: 1 });
    const { tensors } = readSafetensors(writeSafetensors(weights), { name: `${name}.safetensors` });
    expect(new Set(tensors.keys())).toEqual(new Set(weights.keys()));
    for (const [path, value] of weights) expect(tensors.get(path)!.data).toEqual(value.data);
  });

  const how = options.overfit?.[name] ?? {};
  if (how === "too small") return;
  it("learns 32 samples by heart, and twice the same way", async () => {
    const id = Object.keys(opened)[0]!;
    const [first, second] = [await overfit(variant, opened[id]!, how), await overfit(variant, opened[id]!, how)];
    expect(first.at(-1)).toBeLessThan(0.05);
    expect(second).toEqual(first);
  });
}

function inference(variant: Variant, model: Block = variant.create()): Graph {
  return trace(model, variant.input, { output: variant.output });
}

function outputOf(variant: Variant, model: Block, inputs: object): Tensor {
  const returned = (model.forward as (...inputs: unknown[]) => unknown)(...Object.values(inputs));
  return (isNested(returned) ? returned[variant.output] : returned) as Tensor;
}

function isNested(value: unknown): value is Record<string, unknown> {
  return Object.getPrototypeOf(value) === Object.prototype;
}

function numericTypes(types: InputTypes, size = batch): InputTypes {
  return Object.fromEntries(
    Object.entries(types).map(([name, type]) => {
      const { dtype, shape } = type as TensorType;
      return [name, { dtype, shape: shape.map((each) => (each === "N" ? size : each)) }];
    }),
  );
}

function inputsOf(variant: Variant, size = batch): Feeds {
  return Object.fromEntries(
    Object.entries(numericTypes(variant.input, size)).map(([name, type]) => {
      const { dtype, shape } = type as { dtype: TensorType["dtype"]; shape: number[] };
      const stream = new RandomStream(0, "input", name);
      if (dtype === "float32") return [name, ndarray(stream.fillUniform(new Float32Array(sizeOf(shape))), shape)];
      return [
        name,
        ndarray(
          Array.from({ length: sizeOf(shape) }, () => stream.integer(2)),
          shape,
          dtype,
        ),
      ];
    }),
  );
}

async function run(backend: Backend, variant: Variant, graph: Graph, weights: StateDict): Promise<NDArray> {
  const executable = await backend.compile(specialize(graph, { N: batch }), { weights });
  try {
    return (await executable.run(inputsOf(variant))).outputs[variant.output]!;
  } finally {
    executable.dispose();
  }
}

async function overfit(variant: Variant, backend: Backend, how: OverfitOptions): Promise<number[]> {
  const size = 32;
  const model = variant.create();
  const classes = inference(variant, model).outputs.find((each) => each.name === variant.output)!.tensor
    .shape[1] as number;
  const labels = new RandomStream(0, "labels");
  const y = ndarray(
    Array.from({ length: size }, () => labels.integer(classes)),
    [size],
    "int32",
  );
  const lossOf = how.loss ?? crossEntropy;
  const step = await compileTrainStep({
    model,
    types: { ...numericTypes(variant.input, size), y: { dtype: "int32", shape: [size] } },
    loss: (_, { y: target, ...inputs }) => lossOf(outputOf(variant, model, inputs), target),
    optimizer: adam({ learningRate: how.learningRate ?? 3e-3 }),
    backend,
  });
  const losses: number[] = [];
  const feeds = { ...inputsOf(variant, size), y };
  for (let index = 0; index < (how.steps ?? 150); index++) losses.push((await step.step(feeds)).loss);
  step.dispose();
  return losses;
}
