// tfjs's own differentiation as an oracle: the lowered forward pass, run through its engine with a tape, has the gradients
// that our rules write as a graph.
import { referenceBackend, type NDArray } from "@blockzoo/core";
import {
  caseGradientGraph,
  caseGraph,
  drawCase,
  describeRuns,
  drawLike,
  expectClose,
  isDifferentiable,
  opTests,
  type Exclusion,
  type OpTest,
} from "@blockzoo/testkit";
import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { tfjs } from "../src/index.js";
import { runSection } from "../src/plan.js";
import { buildProgram } from "../src/program.js";
import type { KernelArguments, KernelBackend, TensorInfo } from "../src/runtime.js";

const device = "cpu";

const stretchedNames = [
  "matrix and scalar",
  "scalar and three axes",
  "a row to a matrix",
  "both stretch",
  "channels of four axes",
  "axes of size 1 stay",
];

const overhanging = [
  "2x2, padding 1, not counted",
  "3/1, padding 1, not counted",
  "3/2, ceil mode",
  "3/2, ceil mode, padding 1",
  "3/2, ceil mode, padding 1, not counted",
  "2x2, ceil mode",
  "ceil mode, smaller than the kernel",
  "ceil mode, smaller than the kernel, padding, not counted",
];

/** Where tfjs's gradient is not the derivative; central differences of the testkit agree with ours. */
const mistakes: readonly Exclusion[] = [
  ...["maximum", "minimum"].flatMap((op) => stretchedNames.map((name) => `${op}: ${name}`)),
  "matMul: matrix by batch",
]
  .map((title) => ({ title, reason: "tfjs does not sum the gradient of a stretched operand" }))
  .concat(
    overhanging.map((name) => ({
      title: `averagePool: ${name}`,
      reason: "tfjs divides by the whole window although its average does not",
    })),
  );

/** Every tensor by what names its data; a value of another shape is a reshape on the tape. */
class Tape {
  readonly #tensors = new Map<object, tf.Tensor>();

  add(tensor: tf.Tensor): tf.Tensor {
    this.#tensors.set(tensor.dataId, tensor);
    return tensor;
  }

  of({ dataId, shape, dtype }: TensorInfo, backend: KernelBackend): tf.Tensor {
    const known = this.#tensors.get(dataId) ?? this.add(constant(backend.data!.get(dataId).values, shape, dtype));
    return known.shape.join() === shape.join() ? known : tf.reshape(known, [...shape]);
  }

  readonly run =
    (name: string) =>
    ({ inputs, attrs, backend }: KernelArguments): TensorInfo[] => {
      const given = Object.entries(inputs as Record<string, TensorInfo>);
      const tensors = given.map(([key, info]) => [key, this.of(info, backend)] as const);
      const named = Array.isArray(inputs) ? tensors.map(([, tensor]) => tensor) : Object.fromEntries(tensors);
      const results = tf.engine().runKernel(name, named as tf.NamedTensorMap, attrs as tf.NamedAttrMap);
      return [results].flat().map((result) => this.add(result));
    };
}

function constant(values: NDArray["data"], shape: readonly number[], dtype: string): tf.Tensor {
  return tf.tensor(values, [...shape], dtype as "float32");
}

/** What tfjs finds, for the weighted sum of outputs that the testkit differentiates. */
function gradientsOfTfjs(test: OpTest): NDArray[] {
  const graph = caseGraph(test);
  const feeds = drawCase(test.op, test.opCase);
  const isFloat = feeds.map(({ dtype }) => dtype === "float32");
  const floats = feeds.filter((_, index) => isFloat[index]);
  const backend = tf.engine().registry[device] as unknown as KernelBackend;
  const sum = (...arguments_: tf.Tensor[]): tf.Scalar => {
    const tape = new Tape();
    const host = { device, backend, kernelOf: (name: string) => tape.run(name) } as const;
    const program = buildProgram(graph, host, undefined);
    let next = 0;
    program.inputs.forEach((value, index) => {
      const { data, shape, dtype } = feeds[index]!;
      const tensor = isFloat[index] ? arguments_[next++]! : constant(data, shape, dtype);
      value.storage.bind(tape.add(tensor).dataId);
    });
    for (const step of program.plan.main.steps) step.releases.length = 0;
    runSection(program.plan.main, backend);
    const terms = program.outputs.flatMap((value, index) => {
      if (value.dtype !== "float32") return [];
      const weights = drawLike(value.shape, test.title, index);
      return [tf.sum(tf.mul(tape.of(value, backend), constant(weights.data, weights.shape, "float32")))];
    });
    return terms.reduce((total, term) => tf.add(total, term)) as tf.Scalar;
  };
  const found = tf.grads(sum)(floats.map(({ data, shape }) => constant(data, shape, "float32")));
  return found.map((tensor) => ({ dtype: "float32", shape: tensor.shape, data: tensor.dataSync() as Float32Array }));
}

await tfjs({ device });
await tf.setBackend(device);

/** Kernels for which tfjs says that it has no gradient. */
const undifferentiated = new Set<string>();

/** Undefined where tfjs has no gradient; a gradient that tfjs itself finds wrong is the test's failure. */
function attempt(test: OpTest): (() => readonly NDArray[]) | undefined {
  try {
    const found = gradientsOfTfjs(test);
    return () => found;
  } catch (error) {
    const reason = /gradient function not found for (\w+)|gradient of (\w+): dilation/.exec((error as Error).message);
    if (reason === null) {
      return () => {
        throw error;
      };
    }
    undifferentiated.add(reason[1] ?? `${reason[2]} with dilation`);
    return undefined;
  }
}

async function compare(test: OpTest, find: () => readonly NDArray[]): Promise<void> {
  const found = find();
  const feeds = Object.fromEntries(drawCase(test.op, test.opCase).map((value, index) => [`x${index}`, value]));
  const { outputs } = await (await referenceBackend().compile(caseGradientGraph(test))).run(feeds);
  found.forEach((value, index) => {
    expectClose(value, outputs[String(index)]!, "op", `${test.title}: tfjs's gradient of float input ${index}`);
  });
}

describe("gradients of tfjs-cpu", () => {
  // At a kink, and where maxima are equal, tfjs has other conventions.
  const tests = opTests().filter((test) => isDifferentiable(test, 2) && test.op.name !== "scan");
  const compared = new Set<string>();
  const runs = tests.flatMap((test) => {
    const found = attempt(test);
    if (found === undefined) return [];
    compared.add(test.op.name);
    return [{ title: test.title, run: () => compare(test, found) }];
  });
  describeRuns(runs, mistakes);

  it("has compared every op but those whose kernels tfjs cannot differentiate", () => {
    const without = ["scatterAdd", "scatterElementsAdd"];
    const names = [...new Set(tests.map(({ op }) => op.name))].filter((name) => !without.includes(name));
    expect([...compared]).toEqual(names);
    expect([...undifferentiated].toSorted()).toEqual([
      "FusedConv2D",
      "ScatterNd",
      "StridedSlice",
      "conv2D with dilation",
    ]);
  });
});
