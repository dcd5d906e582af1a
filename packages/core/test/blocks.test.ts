import { describe, expect, it } from "vitest";
import {
  add,
  div,
  mul,
  reduceMean,
  sqrt,
  sub,
  BatchNorm2d,
  Block,
  blockAt,
  countParameters,
  evaluate,
  features,
  float32,
  freeze,
  gradients,
  Identity,
  initialize,
  Linear,
  ndarray,
  reduceSum,
  referenceBackend,
  relu,
  replace,
  Residual,
  Sequential,
  stateOf,
  tensor,
  trace,
  trainableParameters,
  unfreeze,
  type Tensor,
} from "../src/index.js";

class Two extends Block {
  readonly first = new Linear(2, 3);
  readonly second = new Linear(3, 2);
  forward(x: Tensor): Tensor {
    return x.pipe(this.first, relu, this.second);
  }
}

class Shared extends Block {
  readonly encode = new Linear(2, 2);
  readonly decode = this.encode;
  forward(x: Tensor): Tensor {
    return x.pipe(this.encode, this.decode);
  }
}

describe("blocks", () => {
  it("name their state by field paths and count it", () => {
    expect(stateOf(new Two()).map(({ name }) => name)).toEqual([
      "first.weight",
      "first.bias",
      "second.weight",
      "second.bias",
    ]);
    expect(countParameters(new Two())).toBe(2 * 3 + 3 + 3 * 2 + 2);
  });

  it("hold a shared parameter once, by its first path", () => {
    const [weight] = stateOf(new Shared());
    expect(weight).toMatchObject({ name: "encode.weight", aliases: ["decode.weight"] });
    expect(countParameters(new Shared())).toBe(6);
    expect(trace(new Shared(), { x: float32("N", 2) }).state).toHaveLength(2);
  });

  it("draw first values from seed and path alone", () => {
    const own = initialize(new Two(), { seed: 3 });
    const wrapped = initialize(new Sequential({ other: new Linear(9, 9), first: new Linear(2, 3) }), { seed: 3 });
    expect(wrapped.get("first.weight")).toEqual(own.get("first.weight"));
    expect(initialize(new Two(), { seed: 4 }).get("first.weight")).not.toEqual(own.get("first.weight"));
  });

  it("are called by class name where they are in no traced model", async () => {
    const graph = trace(() => new Linear(1, 1).forward(new Linear(1, 1).forward(tensor([[1]]))), {});
    expect(graph.state.map(({ name }) => name)).toEqual([
      "linear.weight",
      "linear.bias",
      "linear2.weight",
      "linear2.bias",
    ]);
  });

  it("compose: residual adds, identity passes", async () => {
    const twice = await evaluate(() => new Residual(new Identity()).forward(tensor([1, 2])));
    expect([...twice.data]).toEqual([2, 4]);
    expect(() => trace(new Residual(new Linear(2, 3)), { x: float32(1, 2) })).toThrow(/both must have one shape/);
  });
});

describe("surgery", () => {
  it("replaces a block and keeps the other names", () => {
    const model = replace(new Two(), "second", new Linear(3, 5));
    expect(trace(model, { x: float32("N", 2) }).outputs[0]!.tensor.shape).toEqual(["N", 5]);
    expect(() => replace(new Two(), "third", new Identity())).toThrow(
      'there is no block "third": the model has first, second',
    );
    expect(blockAt(model, "second")).toBe(model.second);
  });

  it("taps features of any block", async () => {
    const model = new Two();
    const tapped = features(model, ["first"]);
    const graph = trace(tapped, { x: float32("N", 2) });
    expect(graph.outputs.map(({ name, tensor: { shape } }) => [name, shape])).toEqual([["first", ["N", 3]]]);
    expect(stateOf(tapped).map(({ name }) => name)).toEqual(stateOf(model).map(({ name }) => name));
    expect(() => features(model, ["nowhere"])).toThrow("there is no block");
  });

  it("freezes parameters and batch statistics, and unfreezes", () => {
    const model = new Sequential({ bn: new BatchNorm2d(2), head: new Linear(2, 1) });
    const updates = () =>
      trace(model, { x: float32(4, 2) }, { mode: "train" }).state.filter((entry) => entry.output !== undefined).length;
    expect(updates()).toBe(2);
    freeze(model, "bn");
    expect([...trainableParameters(model).keys()]).toEqual(["head.weight", "head.bias"]);
    expect(updates()).toBe(0);
    unfreeze(model, "bn");
    expect(trainableParameters(model).size).toBe(4);
  });
});

describe("batch normalisation", () => {
  it("normalises by the batch in training, records it, and uses the record in eval", async () => {
    const model = new BatchNorm2d(1, { momentum: 0.5 });
    const x = ndarray([[1], [2], [3], [6]]);
    const train = await referenceBackend().compile(trace(model, { x: float32(4, 1) }, { mode: "train" }));
    const { outputs } = await train.run({ x });
    const mean = [...outputs["output"]!.data].reduce((sum, value) => sum + value, 0) / 4;
    expect(mean).toBeCloseTo(0, 6);
    const state = await train.state.read();
    expect(state.get("running_mean")!.data[0]).toBeCloseTo(1.5, 6);
    expect(state.get("running_var")!.data[0]).toBeCloseTo(0.5 + 0.5 * (14 / 3), 6);
    const evaluated = await referenceBackend().compile(trace(model, { x: float32("N", 1) }), { weights: state });
    const result = await evaluated.run({ x: ndarray([[1.5]]) });
    expect(result.outputs["output"]!.data[0]).toBeCloseTo(0, 6);
  });

  it("has the gradients, first and second, that differentiating its definition gives", async () => {
    const values = [
      [0.3, -1],
      [1.2, 0.4],
      [-0.7, 2],
      [0.1, 0.9],
    ];
    const loss = (y: Tensor) => reduceSum(mul(relu(y), y));
    const definition = (x: Tensor) => {
      const centred = sub(x, reduceMean(x, { axes: [0], keepDimensions: true }));
      return div(centred, sqrt(add(reduceMean(mul(centred, centred), { axes: [0], keepDimensions: true }), 1e-5)));
    };
    const both = (normalise: (x: Tensor) => Tensor) => {
      const x = tensor(values);
      const [first] = gradients(loss(normalise(x)), [x]);
      const [second] = gradients(reduceSum(mul(mul(first!, first!), first!)), [x]);
      return { first: first!, second: second! };
    };
    const block = new BatchNorm2d(2);
    const { written, derived } = await evaluate(
      () => ({ written: both((x) => block.forward(x)), derived: both(definition) }),
      { mode: "train" },
    );
    for (const order of ["first", "second"] as const) {
      written[order].data.forEach((value, index) => expect(value).toBeCloseTo(derived[order].data[index]!, 8));
    }
  });
});
