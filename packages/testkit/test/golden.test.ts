import { readFileSync } from "node:fs";
import {
  currentBuilder,
  gradients,
  mul,
  ndarray,
  reduceSum,
  referenceBackend,
  add,
  cast,
  trace,
  type NDArray,
  type Tensor,
} from "@blockzoo/core";
import { describe, expect, it } from "vitest";
import { caseGraph, drawCase, drawLike, expectClose, isDifferentiable, opTests } from "../src/index.js";

interface Golden {
  readonly title: string;
  /** PyTorch's values; JSON has no infinities, so these are text. */
  readonly outputs: readonly (readonly (number | string)[])[];
  /** Of the weighted sum of outputs, for the float inputs in order. */
  readonly gradients?: readonly (readonly number[])[];
}

const golden = new Map(
  (JSON.parse(readFileSync(new URL("../golden/ops.json", import.meta.url), "utf8")) as Golden[]).map((each) => [
    each.title,
    each,
  ]),
);
const numbers = (values: readonly (number | string)[]) =>
  ndarray(Float64Array.from(values, (value) => Number(String(value).replace("inf", "Infinity"))));
const flat = (value: NDArray) => ndarray(Float64Array.from(value.data));

describe.each(opTests().map((test) => [test.title, test] as const))("%s", (title, test) => {
  const values = drawCase(test.op, test.opCase);
  const feeds = Object.fromEntries(values.map((value, index) => [`x${index}`, value]));

  it("has PyTorch's values", async () => {
    const expected = golden.get(title);
    expect(expected, "no golden values: run pnpm golden:ops").toBeDefined();
    const executable = await referenceBackend({ float64: true }).compile(caseGraph(test));
    const { outputs } = await executable.run(feeds);
    expected!.outputs.forEach((output, index) =>
      expectClose(flat(outputs[String(index)]!), numbers(output), "golden", `${title}, output ${index}`),
    );
  });

  it.runIf(isDifferentiable(test))("has PyTorch's gradients", async () => {
    const wanted = values.flatMap(({ dtype }, index) => (dtype === "float32" ? [`x${index}`] : []));
    const graph = trace(
      (inputs) => {
        const builder = currentBuilder(title);
        const outputs = builder.emit(
          test.op,
          values.map((_, index) => inputs[`x${index}`] as Tensor),
          test.opCase.attributes,
        );
        const terms = outputs.map((output, index) =>
          reduceSum(
            mul(
              output.dtype === "float32" ? output : cast(output, "float32"),
              builder.constant(drawLike(output.shape as number[], title, index)),
            ),
          ),
        );
        return gradients(
          terms.reduce((a, b) => add(a, b)),
          wanted.map((name) => inputs[name] as Tensor),
        );
      },
      Object.fromEntries(Object.entries(feeds).map(([name, { dtype, shape }]) => [name, { dtype, shape }])),
    );
    const { outputs } = await (await referenceBackend({ float64: true }).compile(graph)).run(feeds);
    golden
      .get(title)!
      .gradients!.forEach((expected, index) =>
        expectClose(flat(outputs[String(index)]!), numbers(expected), "golden", `${title}, gradient ${index}`),
      );
  });
});

it("has no golden values of cases that are gone", () => {
  const titles = new Set(opTests().map((test) => test.title));
  expect([...golden.keys()].filter((title) => !titles.has(title))).toEqual([]);
});
