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
    expect(() => matchStateDict(expected, found, { source, exact: true })).toThrow(
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

  /** The names that fit, and what is said of it. */
  const match = (names: readonly string[], needed = expected) => {
    const notes: string[] = [];
    const tensors = new Map(names.map((name) => [name, name.endsWith("weight") ? weight : bias]));
    const matched = matchStateDict(needed, tensors, { source, onNote: (line) => notes.push(line) });
    return { names: [...matched.keys()], notes };
  };

  it.each([
    [["module."], ["module.fc.weight", "module.fc.bias"]],
    [["_orig_mod."], ["_orig_mod.fc.weight", "_orig_mod.fc.bias"]],
    [["module."], ["module.module.fc.weight", "module.module.fc.bias"]],
    [
      ["_orig_mod.", "module."],
      ["_orig_mod.module.fc.weight", "_orig_mod.module.fc.bias"],
    ],
    [
      ["module.", "_orig_mod."],
      ["module._orig_mod.fc.weight", "module._orig_mod.fc.bias"],
    ],
    [
      ["_fsdp_wrapped_module."],
      ["_fsdp_wrapped_module.fc._fsdp_wrapped_module.weight", "_fsdp_wrapped_module.fc.bias"],
    ],
    [["module."], ["fc.module.weight", "fc.module.bias"]],
    [["model."], ["model.fc.weight", "model.fc.bias"]],
    [["net.backbone."], ["net.backbone.fc.weight", "net.backbone.fc.bias"]],
    [
      ["_orig_mod.", "model."],
      ["model._orig_mod.fc.weight", "model._orig_mod.fc.bias"],
    ],
  ])("leaves out %j, which training put into the names, and says so", (leftOut, names) => {
    expect(match(names)).toEqual({
      names: ["fc.weight", "fc.bias"],
      notes: [`net.safetensors: left out of the names: ${leftOut.map((part) => `"${part}"`).join(" and ")}`],
    });
    const tensors = new Map(names.map((name) => [name, bias]));
    expect(() => matchStateDict(expected, tensors, { source, exact: true })).toThrow(`2 unexpected: ${names[0]}`);
  });

  it("leaves out nothing that the model's own names have", () => {
    const own = expected.map((tensor) => ({ ...tensor, name: `module.${tensor.name}` }));
    const names = own.map(({ name }) => name);
    expect(match(names, own)).toEqual({ names, notes: [] });
    expect(
      match(
        names.map((name) => `module.${name}`),
        own,
      ),
    ).toEqual({
      names,
      notes: ['net.safetensors: left out of the names: "module."'],
    });
  });

  it("leaves names alone that would become the same", () => {
    expect(() => match(["module.fc.weight", "fc.weight", "fc.bias"])).toThrow("1 unexpected: module.fc.weight");
  });

  it("says what was left out where the rest does not fit", () => {
    expect(() => match(["model.fc.weight", "model.other.bias"])).toThrow(
      [
        'net.safetensors: the weights do not fit the model, with "model." left out of the names',
        "  1 missing: fc.bias float32[2]",
        "  1 unexpected: other.bias",
      ].join("\n"),
    );
    expect(() => match(["model.fc.weight", "model.fc.bias", "loss.weight"])).toThrow(
      "3 unexpected: model.fc.weight, model.fc.bias, loss.weight",
    );
  });

  it("ignores counters and what it is told to, also inside of wrappers, and names it", () => {
    const averaged = ["n_averaged", "module.bn.num_batches_tracked", "module.fc.weight", "module.fc.bias"];
    expect(match(averaged).notes).toEqual([
      'net.safetensors: left out of the names: "module."',
      "net.safetensors: 1 not used: n_averaged",
    ]);
    const tensors = new Map([
      ["module.fc.weight", weight],
      ["module.fc.bias", bias],
      ["module.aux1.bias", bias],
    ]);
    const notes: string[] = [];
    const onNote = (line: string): void => void notes.push(line);
    expect(matchStateDict(expected, tensors, { source, ignore: [/^aux1\./], onNote }).size).toBe(2);
    expect(notes).toContain("net.safetensors: 1 not used: aux1.bias");
    expect(() => matchStateDict(expected, tensors, { source })).toThrow("1 unexpected: aux1.bias");
  });

  it("tells dtypes apart", () => {
    const found = new Map([
      ["fc.weight", weight],
      ["fc.bias", ndarray([1, 2], [2], "int32")],
    ]);
    expect(() => matchStateDict(expected, found, { source })).toThrow("fc.bias is int32[2], expected float32[2]");
  });
});
