import {
  countParameters,
  evaluate,
  float32,
  initialize,
  ndarray,
  referenceBackend,
  stateOf,
  tensor,
  trace,
} from "@blockzoo/core";
import { expect, test } from "vitest";
import { CodeDistances, connectionTable, digitCodes, lenet, LeNet5, PartialConvolution, squash } from "../src/index.js";

test("table I has six maps of three inputs, nine of four and one of six: 60 links", () => {
  const sizes = connectionTable.map((inputs) => new Set(inputs).size);
  expect(sizes).toEqual([...new Array<number>(6).fill(3), ...new Array<number>(9).fill(4), 6]);
  expect(sizes.reduce((sum, size) => sum + size)).toBe(60);
  expect(connectionTable.flat().every((input) => input >= 0 && input < 6)).toBe(true);
});

test("layers have the trainable parameters of the paper", () => {
  const { c1, s2, c3, s4, c5, f6, output } = new LeNet5();
  expect([c1, s2, c3, s4, c5, f6, output].map(countParameters)).toEqual([156, 12, 1_516, 32, 48_120, 10_164, 0]);
});

test("the modern form has the names of its PyTorch twin", () => {
  const names = ["conv1", "conv2", "fc1", "fc2", "fc3"].flatMap((layer) => [`${layer}.weight`, `${layer}.bias`]);
  expect(stateOf(lenet.create("lenet5")).map(({ name }) => name)).toEqual(names);
});

test("first weights lie within 2.4 / fan-in, that of C3 being its map's", () => {
  const first = initialize(new LeNet5());
  const largest = (values: Iterable<number>) => Math.max(...Array.from(values, Math.abs));
  for (const [name, fanIn] of [
    ["c1.weight", 25],
    ["c5.weight", 400],
    ["f6.weight", 120],
  ] as const) {
    const found = largest(first.get(name)!.data);
    expect(found).toBeLessThanOrEqual(2.4 / fanIn);
    expect(found).toBeGreaterThan(2 / fanIn);
  }
  let link = 0;
  for (const { length } of connectionTable) {
    const kernels = first.get("c3.weight")!.data.subarray(link * 25, (link += length) * 25);
    expect(largest(kernels)).toBeLessThanOrEqual(2.4 / (25 * length));
    expect(largest(kernels)).toBeGreaterThan(2 / (25 * length));
  }
});

test("C3 leaves out the maps that are not in its table", async () => {
  const block = new PartialConvolution(3, [[0, 2], [1]], 1);
  // Kernel l of the links (0 <- 0), (0 <- 2), (1 <- 1) is 10^l.
  const weights = new Map([
    ["weight", ndarray([1, 10, 100], [3, 1, 1])],
    ["bias", ndarray([0.5, 0.25])],
  ]);
  const executable = await referenceBackend().compile(trace(block, { x: float32(1, 3, 1, 1) }), { weights });
  const { output } = (await executable.run({ x: ndarray([1, 2, 3], [1, 3, 1, 1]) })).outputs;
  expect([...output!.data]).toEqual([1 + 30 + 0.5, 200 + 0.25]);
});

test("the squashing function is 1 at 1 and -1 at -1", async () => {
  const { data } = await evaluate(() => squash(tensor([-1, 0, 1])));
  expect(data[0]).toBeCloseTo(-1, 4);
  expect(data[1]).toBe(0);
  expect(data[2]).toBeCloseTo(1, 4);
});

test("codes are ten different drawings of 7 x 12 in +1 and -1, and a code is nearest to itself", async () => {
  expect(digitCodes.map((code) => code.length)).toEqual(new Array(10).fill(84));
  expect(digitCodes.flat().every((component) => Math.abs(component) === 1)).toBe(true);
  const { data } = await evaluate(() => new CodeDistances(digitCodes).forward(tensor(digitCodes)));
  for (let digit = 0; digit < 10; digit++) {
    const distances = Array.from(data.subarray(digit * 10, digit * 10 + 10));
    expect(distances[digit]).toBe(0);
    expect(Math.min(...distances.toSpliced(digit, 1))).toBeGreaterThanOrEqual(4 * 8);
  }
});
