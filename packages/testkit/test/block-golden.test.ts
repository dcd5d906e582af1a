import { readFileSync } from "node:fs";
import { ndarray, referenceBackend, type Graph } from "@blockzoo/core";
import { describe, expect, it } from "vitest";
import { blockCases, blockGradientGraph, blockGraph, expectClose, runCase, type BlockCase } from "../src/index.js";

type Numbers = Readonly<Record<string, readonly number[]>>;

interface Golden {
  readonly title: string;
  /** PyTorch's values by output, and its gradients by input and parameter. */
  readonly outputs: Numbers;
  readonly gradients: Numbers;
}

const file = new URL("../golden/blocks.json", import.meta.url);
const golden = new Map((JSON.parse(readFileSync(file, "utf8")) as Golden[]).map((each) => [each.title, each]));
const flat = (values: ArrayLike<number>) => ndarray(Float64Array.from(values));

async function expectGolden(blockCase: BlockCase, graph: Graph, expected: Numbers | undefined): Promise<void> {
  expect(expected, "no golden values: run pnpm golden:blocks").toBeDefined();
  const outputs = await runCase(blockCase, graph, referenceBackend({ float64: true }));
  expect(Object.keys(outputs)).toEqual(Object.keys(expected!));
  for (const [name, values] of Object.entries(expected!)) {
    expectClose(flat(outputs[name]!.data), flat(values), "golden", `${blockCase.title}, ${name}`);
  }
}

const titled = (cases: readonly BlockCase[]) => cases.map((each) => [each.title, each] as const);

describe("blocks have PyTorch's values", () => {
  it.each(titled(blockCases))("%s", (title, each) => expectGolden(each, blockGraph(each), golden.get(title)?.outputs));
});

describe("blocks have PyTorch's gradients", () => {
  const differentiable = blockCases.filter(({ gradient }) => gradient !== false);
  it.each(titled(differentiable))("%s", (title, each) =>
    expectGolden(each, blockGradientGraph(each), golden.get(title)?.gradients),
  );
});

it("has no golden values of cases that are gone, and no title twice", () => {
  const titles = blockCases.map(({ title }) => title);
  expect([...golden.keys()].toSorted()).toEqual(titles.toSorted());
});
