import { expect, test, vi } from "vitest";
import { float32, Linear, Sequential, stateOf, trace } from "../src/index.js";

test("a model, a part of one, or a function of another copy of core gives one clear sentence", async () => {
  vi.resetModules();
  const other = await import("../src/index.js");
  expect(other.Linear).not.toBe(Linear);
  const foreign = new other.Linear(2, 3);
  const sentence = "two copies of @blockzoo/core are loaded";
  expect(() => trace(foreign, { x: float32(1, 2) })).toThrow(sentence);
  expect(() => trace(new Sequential(new Linear(2, 2), foreign), { x: float32(1, 2) })).toThrow(sentence);
  expect(() => trace(({ x }) => foreign.forward(x), { x: float32(1, 2) })).toThrow(sentence);
  expect(() => trace(({ x }) => other.relu(x as never) as never, { x: float32(1, 2) })).toThrow(sentence);
  expect(() => stateOf(foreign)).toThrow(sentence);
  expect(() => other.relu(1)).toThrow("works only while a graph is traced");
});
