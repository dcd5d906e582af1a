// Several graphs of one network, with the weights of all in one file.
import { float32, initialize, Linear, trace, type Graph, type StateDict } from "@blockzoo/core";
import { describe, expect, test } from "vitest";
import { decodeModel, exportModelSet, TensorProto_DataLocation, type TensorProto } from "../src/index.js";

const dataFile = "net.onnx.data";
const page = 4096;

const net = { embed: new Linear(300, 4), out: new Linear(4, 200) };
const layer = (name: "embed" | "out"): Graph =>
  trace(({ x }) => net[name].forward(x), { x: float32("N", net[name].inFeatures) }, { model: net });
const both = trace(({ x }) => net.out.forward(net.embed.forward(x)), { x: float32("N", 300) }, { model: net });
const weights = initialize(net);

/** The initializers of a model by name. */
const tensorsOf = (model: Uint8Array) =>
  new Map(decodeModel(model).graph!.initializer.map((tensor) => [tensor.name, tensor] as const));

function exported(graphs: Readonly<Record<string, readonly [Graph, StateDict]>>) {
  const given = Object.entries(graphs).map(
    ([name, [graph, own]]) => [name, { graph, options: { weights: own } }] as const,
  );
  const { models, data } = exportModelSet(Object.fromEntries(given), { dataFile });
  const bytes = Buffer.concat([...data.pieces]);
  expect(bytes).toHaveLength(data.byteLength);
  return { models, bytes };
}

const placeOf = (tensor: TensorProto | undefined) => {
  expect(tensor!.dataLocation).toBe(TensorProto_DataLocation.EXTERNAL);
  const entries = Object.fromEntries(tensor!.externalData.map(({ key, value }) => [key, value]));
  expect(entries["location"]).toBe(dataFile);
  return { offset: Number(entries["offset"]), length: Number(entries["length"]) };
};

const bytesOf = (values: StateDict, name: string) => {
  const { buffer, byteOffset, byteLength } = values.get(name)!.data;
  return Buffer.from(buffer, byteOffset, byteLength);
};

describe("the file of the weights of several graphs", () => {
  test("holds once what several have", () => {
    const { models, bytes } = exported({ embed: [layer("embed"), weights], both: [both, weights] });
    const [alone, shared, further] = [
      placeOf(tensorsOf(models["embed"]!).get("embed.weight")),
      placeOf(tensorsOf(models["both"]!).get("embed.weight")),
      placeOf(tensorsOf(models["both"]!).get("out.weight")),
    ];
    expect(shared).toEqual(alone);
    expect(further.offset).toBe(2 * page);
    expect(bytes).toHaveLength(further.offset + further.length);
    for (const [name, { offset, length }] of [
      ["embed.weight", alone],
      ["out.weight", further],
    ] as const) {
      expect(bytes.subarray(offset, offset + length).equals(bytesOf(weights, name))).toBe(true);
    }
  });

  test("holds both of a name whose values differ", () => {
    const others = initialize(net, { seed: 1 });
    const { models, bytes } = exported({ one: [layer("embed"), weights], two: [layer("embed"), others] });
    for (const [name, own] of [
      ["one", weights],
      ["two", others],
    ] as const) {
      const { offset, length } = placeOf(tensorsOf(models[name]!).get("embed.weight"));
      expect(bytes.subarray(offset, offset + length).equals(bytesOf(own, "embed.weight"))).toBe(true);
    }
  });

  test("leaves small tensors in each model", () => {
    const { models } = exported({ out: [layer("out"), weights] });
    expect(placeOf(tensorsOf(models["out"]!).get("out.weight")).length).toBe(3200);
    const { models: small } = exported({ embed: [layer("embed"), weights] });
    expect(tensorsOf(small["embed"]!).get("embed.bias")).toMatchObject({
      dataLocation: TensorProto_DataLocation.DEFAULT,
    });
  });

  test("is named without a folder", () => {
    expect(() => exportModelSet({}, { dataFile: "a/b" })).toThrow("must be named without a folder");
  });
});
