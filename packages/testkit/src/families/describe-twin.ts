import {
  BlockzooError,
  float32,
  gradients,
  mul,
  ndarray,
  Parameter,
  reduceSum,
  referenceBackend,
  sizeOf,
  stateOf,
  tensor,
  trace,
  trainableParameters,
  type Block,
  type NDArray,
  type StateDict,
  type Tensor,
} from "@blockzoo/core";
import { describe, it } from "vitest";
import { expectClose } from "../tolerance.js";

/** What PyTorch computes with a network of the same names, in float64: written by `tooling/golden/network-twins.py`. */
export interface TwinGolden {
  /** Outputs in eval mode by shape of the input, such as `"2x3x32x32"`. */
  readonly outputs: Readonly<Record<string, readonly number[]>>;
  /** Shape of the input of the steps in train mode. */
  readonly training: string;
  /** For each parameter, what {@link projection} makes of its gradient in train mode. */
  readonly gradients: Readonly<Record<string, number>>;
  /** For each buffer, the same of its values after three steps in train mode, each on another input. */
  readonly buffers: Readonly<Record<string, number>>;
}

/**
 * Compares a network with its twin in PyTorch: the keys of its state dict, outputs for several sizes, the gradient of every
 * parameter, and what batch normalisation records. Weights, inputs and the weighting of outputs are {@link knownValues}, so
 * that none of them is stored. Networks with dropout are made without.
 *
 * @example describeTwin("vgg-mini-a", () => vgg.create("vgg-mini-a"), golden["vgg-mini-a"])
 */
export function describeTwin(name: string, create: () => Block, golden: TwinGolden | undefined): void {
  if (golden === undefined) throw new BlockzooError(`there are no golden values for the twin of "${name}"`);
  const backend = referenceBackend({ float64: true });

  describe(`${name} and its PyTorch twin`, () => {
    it("have the same parameters and buffers, by name", () => {
      const names = (kind: "parameter" | "buffer") =>
        stateOf(create()).filter(({ value }) => value instanceof Parameter === (kind === "parameter"));
      expectSameNames(names("parameter"), golden.gradients);
      expectSameNames(names("buffer"), golden.buffers);
    });

    it.each(Object.keys(golden.outputs))("give the same outputs for %s", async (size) => {
      const model = create();
      const shape = shapeOf(size);
      const graph = trace(model, { input: float32(...shape) }, { output: "output" });
      const executable = await backend.compile(graph, { weights: knownState(model) });
      const output = (await executable.run({ input: knownValues("input.0", shape) })).outputs["output"]!;
      const expected = ndarray(Float64Array.from(golden.outputs[size]!), output.shape);
      expectClose(output, expected, "golden", `${name}, ${size}`);
    });

    it("give the same gradients, and record the same statistics in three steps", async () => {
      const model = create();
      const shape = shapeOf(golden.training);
      const graph = trace(
        ({ input }) => gradientsOf(model, input),
        { input: float32(...shape) },
        { mode: "train", model },
      );
      const executable = await backend.compile(graph);
      await executable.state.write(knownState(model));
      for (const step of [0, 1, 2]) {
        const { outputs } = await executable.run({ input: knownValues(`input.${step}`, shape) });
        if (step > 0) continue;
        for (const [path, expected] of Object.entries(golden.gradients)) {
          expectProjection(outputs[path.replaceAll(".", "/")]!, expected, `the gradient of ${name}.${path}`);
        }
      }
      const state = await executable.state.read(Object.keys(golden.buffers));
      for (const [path, expected] of Object.entries(golden.buffers)) {
        expectProjection(state.get(path)!, expected, `${name}.${path}`);
      }
    });
  });
}

/** The gradients of the outputs, weighed by known values, with respect to each parameter. */
function gradientsOf(model: Block, input: Tensor): Record<string, Tensor> {
  const output = (model.forward as (input: Tensor) => Tensor)(input);
  const weighting = tensor(knownValues("weighting", output.shape as number[]));
  const parameters = trainableParameters(model);
  const found = gradients(reduceSum(mul(output, weighting)), [...parameters.values()]);
  return Object.fromEntries([...parameters.keys()].map((path, index) => [path.replaceAll(".", "/"), found[index]!]));
}

function expectSameNames(
  found: readonly { readonly name: string }[],
  expected: Readonly<Record<string, unknown>>,
): void {
  const [ours, theirs] = [found.map(({ name }) => name), Object.keys(expected)];
  if (ours.toSorted().join() === theirs.toSorted().join()) return;
  throw new BlockzooError(`the twin has ${theirs.join(", ")}; found ${ours.join(", ")}`);
}

function expectProjection(found: NDArray, expected: number, what: string): void {
  expectClose(ndarray(Float64Array.of(projection(found))), ndarray(Float64Array.of(expected)), "golden", what);
}

/** One number that depends on every element: the sum of the elements times known values. */
export function projection({ data, shape }: NDArray): number {
  const weights = knownValues("projection", shape).data;
  let sum = 0;
  for (let index = 0; index < data.length; index++) sum += data[index]! * weights[index]!;
  return sum;
}

/** First values that depend on the names of parameters alone: weights within ±√(3 / fan-in), others within ±0.5; variances and scales from 0.5 to 1.5. */
export function knownState(model: Block): StateDict {
  const scaleOf = (name: string, shape: readonly number[]) =>
    shape.length === 1 ? 0.5 : Math.sqrt(3 / sizeOf(shape.slice(1)));
  return new Map(
    stateOf(model).map(({ name, value: { shape } }) => {
      const isScale = shape.length === 1 && (name.endsWith(".weight") || name.endsWith("running_var"));
      const { data } = knownValues(name, shape);
      const scale = scaleOf(name, shape);
      return [
        name,
        ndarray(
          Float32Array.from(data, (value) => value * scale + Number(isScale)),
          shape,
        ),
      ];
    }),
  );
}

/** Numbers between -1 and 1 that a name and their positions decide, the same in Python: a hash of 32 bits each. */
export function knownValues(name: string, shape: readonly number[]): NDArray {
  let key = 0;
  for (const character of name) key = (Math.imul(key, 31) + character.charCodeAt(0)) >>> 0;
  const data = new Float32Array(sizeOf(shape));
  for (let index = 0; index < data.length; index++) {
    let hash = Math.imul(index + 1, 0x9e3779b1) ^ key;
    hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca77);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae3d);
    data[index] = ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 31 - 1;
  }
  return ndarray(data, shape);
}

function shapeOf(size: string): number[] {
  return size.split("x").map(Number);
}
