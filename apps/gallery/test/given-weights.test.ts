import { initialize, type StateDict } from "@blockzoo/core";
import { inferenceGraph, type Variant } from "@blockzoo/family";
import { lenet } from "@blockzoo/lenet";
import { exportModel, exportModelFiles } from "@blockzoo/onnx";
import { writePyTorch, writeSafetensors } from "@blockzoo/weights";
import { findVariant } from "@blockzoo/zoo";
import { describe, expect, it } from "vitest";
import { meaningFor, readGiven, weightsFor } from "../src/laboratory/networks/given-weights.js";

const variant: Variant = lenet.variants.lenet5;
const weights = initialize(variant.create(), { seed: 3 });

function fileOf(name: string, bytes: Uint8Array): File {
  return new File([new Uint8Array(bytes)], name);
}

function expectSame(found: StateDict | undefined): void {
  expect([...(found?.keys() ?? [])].toSorted()).toEqual([...weights.keys()].toSorted());
  for (const [name, { data }] of weights) expect(found!.get(name)!.data).toEqual(data);
}

describe("weights that are dropped into the page", () => {
  it.each([
    ["own.safetensors", () => writeSafetensors(weights)],
    ["own.pth", () => writePyTorch(weights)],
    ["own.onnx", () => exportModel(inferenceGraph(variant), { weights })],
  ])("are read from %s, and fit their network alone", async (name, write) => {
    const given = await readGiven([fileOf(name, write())]);
    const meaning = meaningFor(given, lenet, "lenet5", variant);
    expect(meaning).toBe(lenet.weights["lenet5.mnist"].meaning);
    expectSame(weightsFor(variant, meaning, given));
    expect(weightsFor(lenet.variants["lenet5-1998"], meaning, given)).toBeUndefined();
    expect(weightsFor((await findVariant("resnet20")).variant, undefined, given)).toBeUndefined();
  });

  it.each(["resnet20-mini", "stylist", "lstm-writer", "luong-reversal", "autoencoder-mini"])(
    "are read from what %s is exported as: a file for each of its computations, all at once",
    async (id) => {
      const { variant: exported } = await findVariant(id);
      const values = initialize(exported.create(), { seed: 5 });
      const asModels = (state: StateDict, prefix = "") =>
        Object.keys(exported.graphs).map((name) =>
          fileOf(`${prefix}${id}.${name}.onnx`, exportModel(inferenceGraph(exported, { name }), { weights: state })),
        );
      const given = await readGiven(asModels(values));
      const found = weightsFor(exported, undefined, given);
      expect(new Map([...found!].map(([name, { data }]) => [name, data]))).toEqual(
        new Map([...values].map(([name, { data }]) => [name, data])),
      );
      // Two networks that have other values.
      const others = asModels(initialize(exported.create(), { seed: 6 }), "other-");
      expect(weightsFor(exported, undefined, await readGiven([...asModels(values), ...others]))).toBeUndefined();
    },
  );

  it("are read from a file beside the model, which is missed where it was not given", async () => {
    const options = { weights, externalData: "always", dataFile: "own.onnx.data" } as const;
    const { model, data } = exportModelFiles(inferenceGraph(variant), options);
    const beside = new File([...data!.pieces] as Uint8Array<ArrayBuffer>[], "own.onnx.data");
    const own = fileOf("own.onnx", model);
    expectSame(weightsFor(variant, undefined, await readGiven([own, beside])));
    await expect(readGiven([own])).rejects.toThrow("the weights of own.onnx lie in own.onnx.data, beside it");
    const short = new File([beside.slice(0, 5000)], "own.onnx.data");
    await expect(readGiven([own, short])).rejects.toThrow("own.onnx.data is shorter than own.onnx says");
  });

  it("mean what their file says, if that is for the task of the network", async () => {
    const said = { task: "image-classification", meaning: { labels: ["a"] } };
    const bytes = writeSafetensors(weights, { metadata: { blockzoo: JSON.stringify(said) } });
    const given = await readGiven([fileOf("own.safetensors", bytes)]);
    expect(meaningFor(given, lenet, "lenet5", variant)).toEqual(said.meaning);
    const other = { ...given, said: { ...said, task: "translation" } };
    expect(meaningFor(other, lenet, "lenet5", variant)).toBe(lenet.weights["lenet5.mnist"].meaning);
  });

  it("do not fit with a tensor too many, one missing, or one of another shape", async () => {
    const given = await readGiven([fileOf("own.safetensors", writeSafetensors(weights))]);
    const [[first, array]] = [...weights] as [[string, NonNullable<ReturnType<StateDict["get"]>>]];
    const changed = (change: (tensors: Map<string, typeof array>) => void) => {
      const tensors = new Map(weights);
      change(tensors);
      return weightsFor(variant, undefined, { ...given, tensors });
    };
    expect(changed(() => {})).toBeDefined();
    expect(changed((tensors) => tensors.set("more", array))).toBeUndefined();
    expect(changed((tensors) => tensors.delete(first))).toBeUndefined();
    expect(changed((tensors) => tensors.set(first, { ...array, shape: [array.data.length] }))).toBeUndefined();
  });

  it("are refused before they are read where they are too large, and where they are something else", async () => {
    const huge = { name: "huge.pth", size: 3e9, arrayBuffer: () => Promise.reject(new Error("was read")) };
    await expect(readGiven([huge as unknown as File])).rejects.toThrow(
      "huge.pth has 3000 MB: a page reads up to 700 MB",
    );
    await expect(readGiven([fileOf("page.pth", new TextEncoder().encode("<!doctype html>"))])).rejects.toThrow(
      "a web page",
    );
    await expect(readGiven([fileOf("x.onnx", new Uint8Array([1, 2, 3]))])).rejects.toThrow(
      "x.onnx: this is not an ONNX model",
    );
    const described = writeSafetensors(weights, { metadata: { blockzoo: "{" } });
    await expect(readGiven([fileOf("own.safetensors", described)])).rejects.toThrow(
      "own.safetensors: what it says of itself",
    );
  });
});
