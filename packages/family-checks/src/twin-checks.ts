import {
  BlockzooError,
  float32,
  gradients,
  mul,
  ndarray,
  Parameter,
  reduceSum,
  referenceBackend,
  stateOf,
  tensor,
  trace,
  trainableParameters,
  type Block,
  type NDArray,
  type Tensor,
} from "@blockzoo/core";
import { expectClose } from "@blockzoo/testkit";
import type { FamilyCheck } from "./family-check.js";
import { knownState, knownValues, projection } from "@blockzoo/testkit";
import { allOutputs } from "./graph-values.js";

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

/** What must hold of a network and its twin, as {@link describeTwin} says. */
export function twinChecks(name: string, create: () => Block, golden: TwinGolden): readonly FamilyCheck[] {
  return [
    { title: "have the same parameters and buffers, by name", run: () => checkNames(create(), golden) },
    ...Object.entries(golden.outputs).map(([size, outputs]) => ({
      title: `give the same outputs for ${size}`,
      run: () => checkOutputs(`${name}, ${size}`, create(), size, outputs),
    })),
    {
      title: "give the same gradients, and record the same statistics in three steps",
      run: () => checkTraining(name, create(), golden),
    },
  ];
}

const backend = referenceBackend({ float64: true });

function checkNames(model: Block, golden: TwinGolden): void {
  const state = stateOf(model);
  expectSameNames(
    state.filter(({ value }) => value instanceof Parameter),
    golden.gradients,
  );
  expectSameNames(
    state.filter(({ value }) => !(value instanceof Parameter)),
    golden.buffers,
  );
}

async function checkOutputs(what: string, model: Block, size: string, outputs: readonly number[]): Promise<void> {
  const shape = shapeOf(size);
  const graph = trace(model, { input: float32(...shape) }, { output: "output" });
  const executable = await backend.compile(graph, { weights: knownState(model) });
  const output = (await executable.run({ input: knownValues("input.0", shape) })).outputs["output"]!;
  expectClose(output, ndarray(Float64Array.from(outputs), output.shape), "golden", what);
}

async function checkTraining(name: string, model: Block, golden: TwinGolden): Promise<void> {
  const shape = shapeOf(golden.training);
  const graph = trace(({ input }) => gradientsOf(model, input), { input: float32(...shape) }, { mode: "train", model });
  const executable = await backend.compile(graph);
  await executable.state.write(knownState(model));
  const { outputs } = await executable.run({ input: knownValues("input.0", shape) });
  for (const [path, expected] of Object.entries(golden.gradients)) {
    expectProjection(outputs[path.replaceAll(".", "/")]!, expected, `the gradient of ${name}.${path}`);
  }
  for (const step of [1, 2]) await executable.run({ input: knownValues(`input.${step}`, shape) });
  const state = await executable.state.read(Object.keys(golden.buffers));
  for (const [path, expected] of Object.entries(golden.buffers)) {
    expectProjection(state.get(path)!, expected, `${name}.${path}`);
  }
}

/** The gradients of all outputs, weighed by known values, with respect to each parameter. */
function gradientsOf(model: Block, input: Tensor): Record<string, Tensor> {
  const outputs = allOutputs(model, "forward", { input });
  const weighting = tensor(knownValues("weighting", outputs.shape as number[]));
  const parameters = trainableParameters(model);
  const found = gradients(reduceSum(mul(outputs, weighting)), [...parameters.values()]);
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

function shapeOf(size: string): number[] {
  return size.split("x").map(Number);
}
