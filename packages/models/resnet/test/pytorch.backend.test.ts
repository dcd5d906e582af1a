// The networks compute what torchvision's do, and those for CIFAR what their twins in PyTorch do, from the same weights; the
// exported models too, which take any number of images, and those for ImageNet of any size. tooling/golden/resnet.ts made the numbers.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { onnxruntime } from "@blockzoo/backend-onnxruntime";
import {
  float32,
  gradients,
  mul,
  ndarray,
  reduceSum,
  referenceBackend,
  sizeOf,
  stateOf,
  tensor,
  trace,
  trainableParameters,
  type Backend,
  type Block,
  type NDArray,
  type Tensor,
  type TensorType,
} from "@blockzoo/core";
import { forward, inferenceGraph, type Variant } from "@blockzoo/family";
import { exportModel } from "@blockzoo/onnx";
import { expectClose, randomState } from "@blockzoo/testkit";
import { InferenceSession, Tensor as OrtTensor } from "onnxruntime-node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { resnet } from "../src/index.js";

type Numbers = readonly number[];
interface Golden {
  /** SHA-256 of the names and shapes of the state, in order. */
  readonly keys: string;
  /** The first 16 logits for inputs of several shapes. */
  readonly eval: readonly { readonly shape: Numbers; readonly logits: Numbers }[];
  readonly train?: {
    readonly shape: Numbers;
    readonly logits: Numbers;
    /** After three batches: the sum and the first value of each. */
    readonly statistics: Readonly<Record<string, Numbers>>;
    /** Logits in eval mode after that. */
    readonly after: Numbers;
  };
  /** The sum, the norm and the first value of each parameter's gradient. */
  readonly gradients?: Readonly<Record<string, Numbers>>;
}

const golden = JSON.parse(readFileSync(new URL("golden/pytorch.json", import.meta.url), "utf8")) as Record<
  string,
  Golden
>;

/** Those of tooling/golden/resnet.py. */
function inputs(shape: Numbers, step = 0): NDArray {
  const values = Array.from({ length: sizeOf(shape) }, (_, index) => {
    return (((index * (37 + step)) % 101) + ((index * index) % 89)) / 95 - 1;
  });
  return ndarray(Float32Array.from(values), shape);
}

function expectNumbers(found: NDArray, expected: Numbers, what: string): void {
  const first = Float64Array.from(found.data.subarray(0, expected.length));
  expectClose(ndarray(first), ndarray(Float64Array.from(expected)), "block", what);
}

const sum = (values: NDArray["data"]): number => Array.from(values).reduce((total, value) => total + value, 0);

let backend: Backend;
beforeAll(async () => {
  backend = await onnxruntime();
});
afterAll(() => backend.dispose());

type Network = Block & { forward(x: Tensor): Tensor };
const variantOf = (name: string): Variant => resnet.variants[name as keyof typeof resnet.variants];
const networkOf = (name: string) => variantOf(name).create() as Network;
const names = Object.keys(golden);

describe.each(names)("%s", (name) => {
  it("has the state of its twin, name by name and shape by shape", () => {
    const text = stateOf(networkOf(name))
      .map(({ name: key, value }) => `${key} ${value.shape.join("x")}\n`)
      .join("");
    expect(createHash("sha256").update(text).digest("hex")).toBe(golden[name]!.keys);
  });

  it("exports to a model that gives its logits", { timeout: 60_000 }, async () => {
    const evaluations = golden[name]!.eval;
    const graph = graphOf(variantOf(name), evaluations[0]!.shape);
    const session = await InferenceSession.create(exportModel(graph, { weights: randomState(networkOf(name)) }));
    for (const { shape, logits } of evaluations) {
      const input = new OrtTensor("float32", inputs(shape).data as Float32Array, shape);
      const output = (await session.run({ input }))["logits"]!;
      expectNumbers(ndarray(output.data as Float32Array, output.dims), logits, `${name} for [${shape}]`);
    }
    await session.release();
  });
});

it.each(names.filter((name) => golden[name]!.train !== undefined))(
  "%s has its twin's logits and running statistics in train mode",
  { timeout: 60_000 },
  async (name) => {
    const { shape, logits, statistics, after } = golden[name]!.train!;
    const model = networkOf(name);
    const training = await backend.compile(trace(model, { input: inputs(shape) }, { mode: "train", output: "logits" }));
    await training.state.write(randomState(model));
    for (const step of [0, 1, 2]) {
      const { outputs } = await training.run({ input: inputs(shape, step) });
      if (step === 0) expectNumbers(outputs["logits"]!, logits, `${name} in train mode`);
    }
    const state = await training.state.read();
    training.dispose();
    for (const [key, numbers] of Object.entries(statistics)) {
      const { data } = state.get(key)!;
      expectNumbers(ndarray([sum(data), data[0]!]), numbers, `${name}.${key} after three batches`);
    }
    const graph = trace(model, { input: inputs(shape) }, { output: "logits" });
    const evaluation = await backend.compile(graph, { weights: state });
    const { outputs } = await evaluation.run({ input: inputs(shape) });
    evaluation.dispose();
    expectNumbers(outputs["logits"]!, after, `${name} in eval mode after three batches`);
  },
);

it.each(names.filter((name) => golden[name]!.gradients !== undefined))(
  "%s has its twin's gradients of every parameter",
  { timeout: 60_000 },
  async (name) => {
    const { gradients: expected, train } = golden[name]!;
    const [model, input] = [networkOf(name), inputs(train!.shape)];
    const parameters = trainableParameters(model);
    const graph = trace(
      (feeds) => {
        const logits = model.forward(feeds.input);
        const loss = reduceSum(mul(logits, tensor(inputs(logits.shape as Numbers))));
        const all = gradients(loss, [...parameters.values()]);
        return Object.fromEntries([...parameters.keys()].map((key, index) => [key.replaceAll(".", "/"), all[index]!]));
      },
      { input },
      { mode: "train", model },
    );
    const executable = await referenceBackend({ float64: true }).compile(graph, { weights: randomState(model) });
    const { outputs } = await executable.run({ input });
    expect(Object.keys(outputs)).toHaveLength(Object.keys(expected!).length);
    for (const [key, numbers] of Object.entries(expected!)) {
      const { data } = outputs[key.replaceAll(".", "/")]!;
      const norm = Math.sqrt(sum(Float64Array.from(data, (value) => value ** 2)));
      const found = ndarray(Float64Array.of(sum(data), norm, data[0]!));
      expectClose(found, ndarray(Float64Array.from(numbers)), "network", `gradient of ${key}`);
    }
  },
);

/** What is fully convolutional takes any size; the networks for CIFAR are declared for one, and are traced for others. */
function graphOf(variant: Variant, [, ...sizes]: Numbers): ReturnType<typeof inferenceGraph> {
  const { input, output } = variant.graphs["forward"]!;
  const { shape } = input["input"] as TensorType;
  if (typeof shape[2] === "string") return inferenceGraph(variant);
  return inferenceGraph({ ...variant, graphs: forward({ input: float32("N", ...sizes) }, output) });
}
