// What a model holds besides its graph: preparation of images, labels, weights as halves or in a second file.
import { float32, initialize, Linear, ndarray, trace, type Graph } from "@blockzoo/core";
import { describe, expect, test } from "vitest";
import {
  countOperators,
  decodeModel,
  exportModel,
  exportModelFiles,
  TensorProto_DataLocation,
  TensorProto_DataType,
  type ExternalOptions,
  type PixelSteps,
} from "../src/index.js";

const layer = new Linear(300, 2);
const weights = initialize(layer);
const graph = trace(layer, { input: float32("N", 300) }, { output: "logits" });
const images = (...shape: readonly (number | string)[]): Graph =>
  trace(({ input }) => input, { input: float32(...shape) }, { output: "prepared" });
const grey: PixelSteps = { channels: 1, resize: [6, 8], pad: 1, mean: [0.5], deviation: [0.25] };

describe("weights", () => {
  const split = (options: Partial<ExternalOptions>) =>
    exportModelFiles(graph, { weights, dataFile: "net.onnx.data", ...options });
  const joined = (pieces: Iterable<Uint8Array>) => Buffer.concat([...pieces]);

  test("move to a second file when asked for, or above the threshold", () => {
    expect(split({}).data).toBeUndefined();
    expect(split({ externalData: "never", threshold: 0 }).data).toBeUndefined();
    const { model, data } = split({ threshold: 2000 });
    const [weight, bias] = decodeModel(model).graph!.initializer;
    expect(weight).toMatchObject({ name: "weight", dataLocation: TensorProto_DataLocation.EXTERNAL });
    expect(weight!.externalData.map(({ key, value }) => `${key}=${value}`)).toEqual([
      "location=net.onnx.data",
      "offset=0",
      "length=2400",
    ]);
    expect(bias).toMatchObject({ name: "bias", dataLocation: TensorProto_DataLocation.DEFAULT });
    expect(data!.byteLength).toBe(2400);
    const { data: expected } = weights.get("weight")!;
    expect(joined(data!.pieces).equals(new Uint8Array(expected.buffer, expected.byteOffset, 2400))).toBe(true);
  });

  test.each(["", "..", "a/b", "..\\b", "C:b"])("do not go to the file %j", (dataFile) => {
    expect(() => split({ dataFile })).toThrow(/the file of the weights must be named without a folder, got/);
  });

  test("are stored as halves under their own names", () => {
    const { initializer, node } = decodeModel(exportModel(graph, { weights, dtype: "float16" })).graph!;
    expect(initializer.map(({ name, dataType, rawData }) => [name, dataType, rawData.length])).toEqual([
      ["weight", TensorProto_DataType.FLOAT16, 1200],
      ["bias", TensorProto_DataType.FLOAT16, 4],
    ]);
    expect(node.map(({ opType, output }) => `${opType} ${output[0]}`)).toEqual([
      "Cast weight/float32",
      "Cast bias/float32",
      "Gemm logits",
    ]);
  });

  test("that a half cannot hold are refused by name", () => {
    const large = new Map([...weights, ["bias", ndarray([1, 70_000])]]);
    expect(() => exportModel(graph, { weights: large, dtype: "float16" })).toThrow(
      'the weight "bias" holds 70000, but float16 ends at 65504',
    );
    const infinite = new Map([...weights, ["bias", ndarray([1, Infinity])]]);
    expect(() => exportModel(graph, { weights: infinite, dtype: "float16" })).not.toThrow();
  });
});

describe("images and labels", () => {
  test("leave only what the steps need", () => {
    const operators = countOperators(decodeModel(exportModel(images("N", 1, 8, 10), { pixels: grey })));
    expect(operators).not.toHaveProperty("Where");
    expect(operators).not.toHaveProperty("Resize");
    expect(operators).toMatchObject({ MatMul: 2, Pad: 1 });
  });

  test("are refused where they do not fit", () => {
    expect(() => exportModel(images("N", 3, 8, 10), { pixels: grey })).toThrow(
      "the preprocessing makes images [N,1,8,10], but the graph takes input float32[N,3,8,10]",
    );
    expect(() => exportModel(images("N", 1, 8, 10), { pixels: { ...grey, mean: [] } })).toThrow(
      "the preprocessing has 0 means and 1 deviations for 1 channels",
    );
    expect(() => exportModel(images("N", 1, 8, 10), { pixels: { ...grey, resize: 6 } })).toThrow(
      "the preprocessing scales the shorter side to 6 and crops nothing: images of all sizes cannot be one batch",
    );
    expect(() => exportModel(images("N", 1, 8, 10), { pixels: { ...grey, resize: 7, crop: [6, 8] } })).toThrow(
      "the preprocessing scales images to 7 x 7, into which a crop of 6 x 8 does not fit",
    );
    expect(() => exportModel(graph, { labels: ["a", "b", "c"] })).toThrow(
      "3 labels need one output [N,3], but the graph has logits float32[N,2]",
    );
  });
});
