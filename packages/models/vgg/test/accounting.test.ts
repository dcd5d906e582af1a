import { summarize } from "@blockzoo/inspect";
import { expect, test } from "vitest";
import { vgg } from "../src/index.js";

test("the first convolutions hold the memory, the first dense layer the parameters", () => {
  const { totals, blocks } = summarize(vgg.create("vgg16"), { inputs: vgg.variants.vgg16.graphs.forward.input });
  expect(totals.macs).toBe(15_470_264_320);
  // 15.24 million values of input, convolutions, pools and dense layers: 61 MB.
  expect(totals.activations).toBe(15_237_608);
  expect(totals.activationBytes).toBe(60_950_432);
  const of = (path: string) => blocks.find((block) => block.path === path)!;
  const largest = (column: "parameters" | "activations") => blocks.toSorted((a, b) => b[column] - a[column])[0]!.path;
  expect(largest("parameters")).toBe("classifier.0");
  expect(of("classifier.0").parameters).toBe(102_760_448 + 4096);
  expect(of("classifier.0").shares.parameters).toBeCloseTo(0.743, 3);
  expect(largest("activations")).toBe("features.0");
  expect(of("features.2").activations).toBe(of("features.0").activations);
  expect(of("features.0").activations + of("features.2").activations).toBeGreaterThan(0.42 * totals.activations);
  expect(
    blocks.filter(({ path }) => path.startsWith("features.")).reduce((sum, each) => sum + each.parameters, 0),
  ).toBe(14_714_688);
});
