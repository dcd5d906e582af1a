// Stacks against the formulas of their layers, written out; a memory against the sum over all its states.
import {
  BlockzooError,
  countParameters,
  initialize,
  ndarray,
  RandomStream,
  referenceBackend,
  sizeOf,
  softmax,
  tensor,
  trace,
  type Block,
  type NDArray,
  type StateDict,
  type Structure,
  type Tensor,
} from "@blockzoo/core";
import { expectClose } from "@blockzoo/testkit";
import { describe, expect, test } from "vitest";
import { AssociativeMemory, Dbn, DbnClassifier, DbnGenerator, unrolled } from "../../src/index.js";

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

/** Weights large enough for something to happen, in doubles. */
function drawn(model: Block): StateDict {
  return new Map(
    [...initialize(model)].map(([name, { shape }]) => {
      const values = new RandomStream(7, name).fillNormal(new Float64Array(sizeOf(shape)), 0, 0.8);
      return [name, ndarray(values, shape)];
    }),
  );
}

/** What a graph over a model gives for weights, in doubles. */
async function computed(
  model: Block,
  weights: StateDict,
  run: () => Structure<Tensor>,
): Promise<Readonly<Record<string, NDArray>>> {
  const graph = trace(run, {}, { model });
  const executable = await referenceBackend({ float64: true }).compile(graph, { weights });
  return (await executable.run({})).outputs;
}

/** σ(bias + v W), or with the transposed matrix. */
function layer(weights: StateDict, path: string, v: readonly number[], direction: "up" | "down"): number[] {
  const { data, shape } = weights.get(`${path}.weight`)!;
  const bias = weights.get(`${path}.${direction === "up" ? "hiddenBias" : "visibleBias"}`)!.data;
  const columns = shape[1]!;
  return Array.from(bias, (own, unit) =>
    sigmoid(
      v.reduce((sum, value, from) => {
        const at = direction === "up" ? from * columns + unit : unit * columns + from;
        return sum + value * data[at]!;
      }, own),
    ),
  );
}

const row = (values: readonly number[]) => tensor(ndarray(Float64Array.from(values), [1, values.length]));

describe("a stack", () => {
  const stack = new Dbn([4, 3, 2]);
  const weights = drawn(stack);
  const image = [0.1, 0.9, 0.4, 1];

  test("goes up and down by the same weights", async () => {
    const { up, half, down } = await computed(stack, weights, () => ({
      up: stack.forward(row(image)),
      half: stack.up(row(image), 1),
      down: stack.down(row([0.2, 0.7])),
    }));
    const first = layer(weights, "layers.0", image, "up");
    const second = layer(weights, "layers.1", first, "up");
    const below = layer(weights, "layers.0", layer(weights, "layers.1", [0.2, 0.7], "down"), "down");
    expectClose(half!, ndarray(Float64Array.from(first), [1, 3]), "exact", "h1");
    expectClose(up!, ndarray(Float64Array.from(second), [1, 2]), "exact", "h2");
    expectClose(down!, ndarray(Float64Array.from(below), [1, 4]), "exact", "v");
  });

  test("unrolled, is the classifier's layers", async () => {
    const classifier = new DbnClassifier({ sizes: [4, 3, 2], classes: 5 });
    const first = unrolled(initialize(classifier), weights);
    expect([...first.keys()]).toEqual([...initialize(classifier).keys()]);
    const { logits } = await computed(classifier, first, () => ({ logits: classifier.forward(row(image)) }));
    const features = layer(weights, "layers.1", layer(weights, "layers.0", image, "up"), "up");
    const { data } = first.get("head.weight")!;
    const expected = Array.from(first.get("head.bias")!.data, (bias, unit) =>
      features.reduce((sum, feature, from) => sum + feature * data[unit * 2 + from]!, bias),
    );
    expectClose(logits!, ndarray(Float64Array.from(expected), [1, 5]), "network", "logits");
  });

  test("is refused where it has other layers than the classifier", () => {
    const classifier = new DbnClassifier({ sizes: [4, 3, 2, 2], classes: 5 });
    expect(() => unrolled(initialize(classifier), weights)).toThrow(BlockzooError);
    expect(() => unrolled(initialize(classifier), weights)).toThrow("layers.2.weight");
    expect(() => new Dbn([4])).toThrow("expects the units of the image and of a layer or more, got [4]");
  });
});

describe("an associative memory", () => {
  const [features, classes, hidden] = [3, 4, 2];
  const memory = new AssociativeMemory({ features, classes, hidden });
  const weights = drawn(memory);
  const machine = (name: string) => weights.get(`machine.${name}`)!.data;

  /** E(x, y, h), term by term. */
  function energy(visible: readonly number[], h: readonly number[]): number {
    const [w, a, b] = ["weight", "visibleBias", "hiddenBias"].map(machine);
    let sum = 0;
    visible.forEach((v, from) => {
      sum -= v * a![from]!;
      h.forEach((unit, to) => (sum -= v * unit * w![from * hidden + to]!));
    });
    return h.reduce((total, unit, to) => total - unit * b![to]!, sum);
  }

  const bits = (count: number) =>
    Array.from({ length: 2 ** count }, (_, code) => Array.from({ length: count }, (_bit, at) => (code >> at) & 1));
  const labels = Array.from({ length: classes }, (_, label) =>
    Array.from({ length: classes }, (_unit, at) => Number(at === label)),
  );
  const states = bits(features).flatMap((x) => labels.map((y) => ({ x, y })));

  test("has the free energy of its features and label", async () => {
    const visible = states.map(({ x, y }) => [...x, ...y]);
    const { output } = await computed(memory, weights, () => memory.freeEnergy(tensor(ndarray(visible))));
    const expected = visible.map((v) => -Math.log(bits(hidden).reduce((sum, h) => sum + Math.exp(-energy(v, h)), 0)));
    expectClose(output!, ndarray(Float64Array.from(expected)), "exact", "F(x, y)");
  });

  test("knows the class of features as the joint distribution does", async () => {
    const all = bits(features);
    const { output } = await computed(memory, weights, () => softmax(memory.forward(tensor(ndarray(all)))));
    const expected = all.flatMap((x) => {
      const shares = labels.map((y) => bits(hidden).reduce((sum, h) => sum + Math.exp(-energy([...x, ...y], h)), 0));
      const total = shares.reduce((sum, share) => sum + share, 0);
      return shares.map((share) => share / total);
    });
    expectClose(output!, ndarray(Float64Array.from(expected), [all.length, classes]), "exact", "P(y | x)");
  });

  test("a step with a clamped label draws features, given hidden units that saw both", async () => {
    const [x, y] = [[1, 0, 1], labels[2]!];
    const noise = { hidden: [0.2, 0.6], features: [0.3, 0.5, 0.7] };
    const { features: next, means } = await computed(memory, weights, () => ({
      ...memory.gibbs(row(x), row(y), row(noise.hidden), row(noise.features)),
    }));
    const h = layer(weights, "machine", [...x, ...y], "up").map((p, unit) => Number(noise.hidden[unit]! < p));
    const expected = layer(weights, "machine", h, "down").slice(0, features);
    expectClose(means!, ndarray(Float64Array.from(expected), [1, features]), "exact", "means");
    expect([...next!.data]).toEqual(expected.map((p, unit) => Number(noise.features[unit]! < p)));
  });

  test("a chain in training comes to states as often as they are likely, with one label on in each", async () => {
    const chains = 2000;
    const start = new Float64Array(chains * (features + classes));
    const { output } = await (async () => {
      const graph = trace(
        () => {
          let visible = tensor(ndarray(start, [chains, features + classes]));
          for (let step = 0; step < 20; step++) visible = memory.nextVisible(visible);
          return visible;
        },
        {},
        { model: memory, mode: "train" },
      );
      const executable = await referenceBackend().compile(graph, { weights, seed: 5 });
      return (await executable.run({})).outputs;
    })();
    const counts = new Map<string, number>();
    for (let chain = 0; chain < chains; chain++) {
      const state = output!.data.slice(7 * chain, 7 * chain + 7).join("");
      counts.set(state, (counts.get(state) ?? 0) + 1);
    }
    const weightOf = ({ x, y }: (typeof states)[number]) =>
      bits(hidden).reduce((sum, h) => sum + Math.exp(-energy([...x, ...y], h)), 0);
    const total = states.reduce((sum, state) => sum + weightOf(state), 0);
    let found = 0;
    for (const state of states) {
      const probability = weightOf(state) / total;
      const count = counts.get([...state.x, ...state.y].join("")) ?? 0;
      found += count;
      // Within four and a half standard deviations of a binomial count, for 32 states at once.
      const deviation = Math.sqrt(probability * (1 - probability) * chains);
      expect(Math.abs(count - probability * chains)).toBeLessThan(4.5 * deviation + 1);
    }
    expect(found).toBe(chains);
  });
});

test("a generator is a memory on a stack", async () => {
  const generator = new DbnGenerator({ image: [2, 3], layers: [4, 3], classes: 2, hidden: 5 });
  expect(countParameters(generator)).toBe(6 * 4 + 6 + 4 + (4 * 3 + 4 + 3) + (5 * 5 + 5 + 5));
  const weights = drawn(generator);
  const picture = ndarray(Float64Array.of(0.1, 0.2, 0.3, 0.4, 0.5, 0.6), [1, 1, 2, 3]);
  const { features, image } = await computed(generator, weights, () => ({
    features: generator.up(tensor(picture)),
    image: generator.image(row([0.2, 0.9, 0.5])),
  }));
  const above = layer(weights, "stack.layers.1", layer(weights, "stack.layers.0", [...picture.data], "up"), "up");
  const below = layer(weights, "stack.layers.0", layer(weights, "stack.layers.1", [0.2, 0.9, 0.5], "down"), "down");
  expectClose(features!, ndarray(Float64Array.from(above), [1, 3]), "exact", "features");
  expectClose(image!, ndarray(Float64Array.from(below), [1, 1, 2, 3]), "exact", "image");
});
