import {
  add,
  Block,
  Buffer,
  float32,
  gradients,
  Linear,
  matMul,
  mul,
  Parameter,
  reduceMean,
  Sequential,
  square,
  sub,
  tanh,
  trace,
  trainableParameters,
  uniform,
  zeros,
  type Tensor,
} from "@blockzoo/core";
import { encodeModel, decodeModel, buildModel } from "@blockzoo/onnx";
import { expect, test } from "vitest";
import { orderForMemory } from "../src/execution-order.js";

/** A step of gradient descent on a chain of layers. */
function modelOf(layers: number) {
  const model = new Sequential(...Array.from({ length: layers }, () => [new Linear(128, 128), tanh]).flat());
  const step = ({ x }: { readonly x: Tensor }) => {
    const parameters = [...trainableParameters(model).values()];
    const loss = reduceMean(square(model.forward(x)));
    const found = gradients(loss, parameters);
    parameters.forEach((parameter, index) => parameter.update(add(parameter, mul(found[index]!, -0.1))));
    return { loss };
  };
  return buildModel(trace(step, { x: float32(2, 128) }, { model, mode: "train" })).proto;
}

const namesOf = (model: ReturnType<typeof modelOf>) => model.graph!.node.map(({ output }) => output[0]!);

test("updates come last, those of the first layer before those of the last", () => {
  const model = modelOf(4);
  const before = namesOf(model);
  orderForMemory(model.graph!, { isDevice: false });
  const after = namesOf(model);
  expect(after.toSorted()).toEqual(before.toSorted());
  // Small tensors are updated together, by what needs all gradients.
  expect(after.slice(-6)).toEqual([
    expect.stringMatching(/bias/),
    ...["0", "2", "4", "6"].map((layer) => `state.${layer}.weight.next`),
    "loss",
  ]);
});

test("what is a step or two away stands before what is a longer way off, so that the runtime makes it later", () => {
  const model = modelOf(4);
  orderForMemory(model.graph!, { isDevice: false });
  const places = new Map(namesOf(model).map((name, index) => [name, index]));
  const makers = new Map(model.graph!.node.map((node) => [node.output[0]!, node]));
  const depthOf = (name: string): number => {
    const maker = makers.get(name);
    return maker === undefined ? 0 : Math.min(3, 1 + Math.max(0, ...maker.input.map(depthOf)));
  };
  for (const { input } of model.graph!.node) {
    const own = [...input].filter((name) => makers.has(name)).toSorted((a, b) => places.get(a)! - places.get(b)!);
    expect(own.map(depthOf)).toEqual(own.map(depthOf).toSorted((a, b) => a - b));
  }
});

/** A layer of a megabyte, with the momentum of its weight. */
class Moved extends Block {
  readonly weight = new Parameter([512, 512], uniform({ bound: 0.1 }));
  readonly momentum = new Buffer([512, 512], zeros());

  forward(x: Tensor): Tensor {
    return tanh(matMul(x, this.weight));
  }

  learn(gradient: Tensor): void {
    const momentum = add(mul(this.momentum, 0.9), gradient);
    this.momentum.update(momentum);
    this.weight.update(sub(this.weight, mul(momentum, 0.1)));
  }
}

test("large updates that are made of other updates wait until all else is done, and those are made in time", () => {
  const layers = [new Moved(), new Moved(), new Moved()] as const;
  const step = ({ x }: { readonly x: Tensor }) => {
    const loss = reduceMean(square(x.pipe(...layers)));
    const weights = layers.map(({ weight }) => weight);
    gradients(loss, weights).forEach((gradient, index) => layers[index]!.learn(gradient));
    return { loss };
  };
  const graph = trace(step, { x: float32(2, 512) }, { model: new Sequential(...layers), mode: "train" });
  const namesOn = (isDevice: boolean) => {
    const model = buildModel(graph).proto;
    orderForMemory(model.graph!, { isDevice });
    return namesOf(model);
  };
  const ends = namesOn(false).slice(-7);
  const ofLayers = (name: string, order: readonly number[]) => order.map((layer) => `state.${layer}.${name}`);
  // The last is run first.
  expect(ends.slice(0, 3).toSorted()).toEqual(ofLayers("weight.next", [0, 1, 2]));
  expect(ends.slice(3)).toEqual([...ofLayers("momentum.next/shape", [0, 1, 2]), "loss"]);
  expect(namesOn(true).slice(-4)).toEqual([...ofLayers("weight.next", [0, 1, 2]), "loss"]);
});

test("nodes stay behind what they read", () => {
  const model = modelOf(3);
  orderForMemory(model.graph!, { isDevice: false });
  const made = new Set([...model.graph!.input, ...model.graph!.initializer].map(({ name }) => name));
  for (const node of model.graph!.node) {
    expect(node.input.filter((name) => name !== "" && !made.has(name))).toEqual([]);
    for (const name of node.output) made.add(name);
  }
  expect(decodeModel(encodeModel(model)).graph!.node).toHaveLength(model.graph!.node.length);
});
