import { ndarray } from "@blockzoo/core";
import { describe, expect, it } from "vitest";
import { matchStateDict, type ExpectedTensor } from "../src/index.js";

const source = "net.safetensors";
const weight = ndarray(new Float32Array(6), [2, 3]);
const bias = ndarray([1, 2]);
const expected: ExpectedTensor[] = [
  { name: "fc.weight", shape: [2, 3], dtype: "float32" },
  { name: "fc.bias", shape: [2], dtype: "float32" },
];

describe("matchStateDict", () => {
  it("returns what the model needs and ignores PyTorch's batch counters", () => {
    const found = new Map([
      ["bn.num_batches_tracked", ndarray(7, [], "int32")],
      ["fc.bias", bias],
      ["fc.weight", weight],
    ]);
    expect([...matchStateDict(expected, found, { source })]).toEqual([
      ["fc.weight", weight],
      ["fc.bias", bias],
    ]);
    expect(() => matchStateDict(expected, found, { source, ignore: [] })).toThrow(
      /1 unexpected: bn.num_batches_tracked/,
    );
  });

  it("lists missing, unexpected and different tensors in one error", () => {
    const found = new Map([
      ["fc.weight", ndarray(new Float32Array(6), [3, 2])],
      ...Array.from({ length: 20 }, (_, index) => [`extra.${index}`, bias] as const),
    ]);
    expect(() => matchStateDict(expected, found, { source })).toThrow(
      [
        "net.safetensors: the weights do not fit the model",
        "  1 missing: fc.bias float32[2]",
        "  20 unexpected: extra.0, extra.1, extra.2, extra.3, extra.4, extra.5, extra.6, extra.7 and 12 more",
        "  1 of another shape: fc.weight is float32[3,2], expected float32[2,3]",
        "  Only 0 of 2 fit: the file looks like the weights of another model",
      ].join("\n"),
    );
  });

  it.each(["module.", "_orig_mod."])("leaves out %s, which PyTorch's wrappers put before all names", (prefix) => {
    const found = new Map([
      [`${prefix}fc.weight`, weight],
      [`${prefix}fc.bias`, bias],
    ]);
    expect([...matchStateDict(expected, found, { source }).keys()]).toEqual(["fc.weight", "fc.bias"]);
    const own = expected.map((tensor) => ({ ...tensor, name: prefix + tensor.name }));
    expect([...matchStateDict(own, found, { source }).keys()]).toEqual([...found.keys()]);
    const mixed = new Map([...found, ["extra", bias]]);
    expect(() => matchStateDict(expected, mixed, { source })).toThrow(`3 unexpected: ${prefix}fc.weight`);
  });

  it("recognises another prefix, and says so", () => {
    const found = new Map([
      ["net.fc.weight", weight],
      ["net.fc.bias", bias],
    ]);
    expect(() => matchStateDict(expected, found, { source })).toThrow(/all names in the file begin with "net\."/);
  });

  it("tells dtypes apart", () => {
    const found = new Map([
      ["fc.weight", weight],
      ["fc.bias", ndarray([1, 2], [2], "int32")],
    ]);
    expect(() => matchStateDict(expected, found, { source })).toThrow("fc.bias is int32[2], expected float32[2]");
  });
});
