import { readFileSync } from "node:fs";
import { ndarray, referenceBackend, type Graph, type NDArray } from "@blockzoo/core";
import { describe, expect, it } from "vitest";
import {
  caseGradientGraph,
  caseGraph,
  drawCase,
  expectClose,
  isDifferentiable,
  opTests,
  type OpTest,
} from "../src/index.js";

interface Golden {
  readonly title: string;
  /** PyTorch's values; JSON has no infinities, so these are text. */
  readonly outputs: readonly Numbers[];
  /** Of the weighted sum of outputs, for the float inputs in order. */
  readonly gradients?: readonly Numbers[];
}

type Numbers = readonly (number | string)[];

const file = new URL("../golden/ops.json", import.meta.url);
const golden = new Map((JSON.parse(readFileSync(file, "utf8")) as Golden[]).map((each) => [each.title, each]));
const flat = ({ data }: Pick<NDArray, "data">) => ndarray(Float64Array.from(data));
const numbers = (values: Numbers) =>
  ndarray(Float64Array.from(values, (value) => Number(String(value).replace("inf", "Infinity"))));

async function expectGolden(test: OpTest, graph: Graph, expected: readonly Numbers[] | undefined): Promise<void> {
  expect(expected, "no golden values: run pnpm golden:ops").toBeDefined();
  const feeds = drawCase(test.op, test.opCase).map((value, index) => [`x${index}`, value] as const);
  const executable = await referenceBackend({ float64: true }).compile(graph);
  const { outputs } = await executable.run(Object.fromEntries(feeds));
  expected!.forEach((values, index) =>
    expectClose(flat(outputs[String(index)]!), numbers(values), "golden", `${test.title}, ${index}`),
  );
}

describe("the reference has PyTorch's values", () => {
  it.each(opTests().map((test) => [test.title, test] as const))("%s", (title, test) =>
    expectGolden(test, caseGraph(test), golden.get(title)?.outputs),
  );
});

describe("the reference has PyTorch's gradients", () => {
  const tests = opTests().filter((test) => isDifferentiable(test));
  it.each(tests.map((test) => [test.title, test] as const))("%s", (title, test) =>
    expectGolden(test, caseGradientGraph(test), golden.get(title)?.gradients),
  );
});

it("has no golden values of cases that are gone", () => {
  const titles = new Set(opTests().map((test) => test.title));
  expect([...golden.keys()].filter((title) => !titles.has(title))).toEqual([]);
});
