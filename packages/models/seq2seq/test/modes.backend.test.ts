// The five modes: what goes in and comes out, and one small task that each of them learns.
import { onnxruntime } from "@blockzoo/backend-onnxruntime";
import {
  countParameters,
  float32,
  int32,
  lengthMask,
  ndarray,
  RandomStream,
  slice,
  sub,
  trace,
  type Backend,
  type NDArray,
  type StateDict,
  type Tensor,
} from "@blockzoo/core";
import { arrayDataset, batched, packSequences, sequenceDataset, type Dataset } from "@blockzoo/data";
import { compileNetworks, type Variant } from "@blockzoo/family";
import { greedy, networkStepper } from "@blockzoo/tasks/decoding";
import { translation } from "@blockzoo/tasks/translation";
import { adam, cosineSchedule, crossEntropy, evaluateModel, fit } from "@blockzoo/train";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SequenceNetwork, sequenceModes, type SequenceMode } from "../src/index.js";

let backend: Backend;
beforeAll(async () => {
  backend = await onnxruntime({ threads: 1 });
});
afterAll(() => backend.dispose());

const sizes = { inputSize: 3, hiddenSize: 4, classes: 5 };

describe("what goes in and comes out", () => {
  it.each([
    ["oneToOne", [2, 3], [2, 5]],
    ["oneToMany", [2, 3], [2, 5, 4]],
    ["manyToOne", [2, 6, 3], [2, 5]],
    ["manyToMany", [2, 6, 3], [2, 5, 4]],
    ["synchronised", [2, 6, 3], [2, 5, 6]],
  ] as const)("%s", (name, from, to) => {
    const mode: SequenceMode = sequenceModes[name];
    const network = new SequenceNetwork({ ...mode, ...sizes });
    const graph = trace(
      ({ x, tokens }) => network.forward(x, mode.says === "many" ? { tokens } : {}),
      { x: float32(...from), tokens: int32(2, 4) },
      { model: network, output: "logits" },
    );
    expect(graph.outputs.map(({ tensor: { shape } }) => shape)).toEqual([to]);
  });

  it("is said where it does not go together", () => {
    expect(() => new SequenceNetwork({ reads: "one", says: "each", ...sizes })).toThrow("let it read many");
    const speaker = new SequenceNetwork({ ...sequenceModes.oneToMany, ...sizes });
    expect(() => trace(({ x }) => speaker.forward(x), { x: float32(2, 3) }, { model: speaker })).toThrow(
      "says many tokens: give those before each of them, { tokens }",
    );
    const listener = new SequenceNetwork({ ...sequenceModes.manyToOne, ...sizes });
    expect(() =>
      trace(({ t, h }) => listener.decode(t, h), { t: int32(2, 4), h: float32(1, 2, 4) }, { model: listener }),
    ).toThrow("says one, and has no decoder");
  });
});

/** Padded inputs and what is to be said of them; lengths of what has several steps. */
interface Batch {
  readonly x: Tensor;
  readonly xLengths?: Tensor;
  readonly y: Tensor;
  readonly yLengths?: Tensor;
}

const [batchSize, testCount] = [32, 500];

/** Learns from new samples in each batch. */
async function learn(
  network: SequenceNetwork,
  data: (count: number, seed: number) => Dataset,
  { steps, loss }: { readonly steps: number; readonly loss: (model: SequenceNetwork, batch: Batch) => Tensor },
): Promise<StateDict> {
  const { weights } = await fit<SequenceNetwork, Batch>(network, {
    data: batched(data(batchSize * steps, 1), { batchSize, seed: 1 }),
    loss,
    optimizer: adam({ learningRate: 1e-2 }),
    schedule: cosineSchedule(),
    clip: { globalNorm: 1 },
    steps,
    backend,
  });
  return weights;
}

/** The accuracy of a network that says classes, on samples it has not seen. */
async function accuracyOf(
  network: SequenceNetwork,
  data: (count: number, seed: number) => Dataset,
  steps: number,
): Promise<number> {
  const logits = (model: SequenceNetwork, { x, xLengths }: Batch) =>
    model.forward(x, xLengths && { lengths: xLengths });
  const weights = await learn(network, data, {
    steps,
    loss: (model, batch) => {
      const { xLengths, y } = batch;
      const mask = y.rank === 2 ? lengthMask(xLengths!, y.shape[1]!) : undefined;
      return crossEntropy(logits(model, batch), y, { mask });
    },
  });
  const { metrics } = await evaluateModel<SequenceNetwork, Batch>(network, {
    data: batched(data(testCount, 2), { batchSize: 100, sampling: "sequential", remainder: "mask" }),
    backend,
    weights,
    forward: (model, batch) => ({ logits: logits(model, batch) }),
  });
  return metrics["accuracy"]!;
}

/** Words of bits, of odd lengths. */
function bitWords(count: number, seed: number): number[][] {
  return Array.from({ length: count }, (_, index) => {
    const stream = new RandomStream(seed, "bits", index);
    return Array.from({ length: 3 + 2 * stream.integer(5) }, () => stream.integer(2));
  });
}

/** Bits as -1 and 1. */
const signs = (words: readonly number[][]) =>
  packSequences(
    words.map((word) =>
      ndarray(
        word.map((bit) => 2 * bit - 1),
        [word.length, 1],
      ),
    ),
  );
const ones = (bits: readonly number[]) => bits.reduce((sum, bit) => sum + bit);

it("one to one: the sign of a product", async () => {
  const network = new SequenceNetwork({ ...sequenceModes.oneToOne, inputSize: 2, hiddenSize: 16, classes: 2 });
  const points = (count: number, seed: number) => {
    const x = new RandomStream(seed, "points").fillUniform(new Float32Array(2 * count), -1, 1);
    const y = Int32Array.from({ length: count }, (_, index) => Number(x[2 * index]! * x[2 * index + 1]! > 0));
    return arrayDataset({ name: "points", arrays: { x: ndarray(x, [count, 2]), y: ndarray(y) } });
  };
  expect(await accuracyOf(network, points, 400)).toBeGreaterThanOrEqual(0.96);
});

it("many to one: what most bits are", async () => {
  const network = new SequenceNetwork({ ...sequenceModes.manyToOne, inputSize: 1, hiddenSize: 16, classes: 2 });
  const majority = (count: number, seed: number) => {
    const words = bitWords(count, seed);
    const y = ndarray(Int32Array.from(words, (word) => Number(ones(word) > word.length / 2)));
    return sequenceDataset({ name: "majority", sequences: { x: signs(words) }, arrays: { y } });
  };
  expect(await accuracyOf(network, majority, 300)).toBeGreaterThanOrEqual(0.98);
});

it("synchronised: whether the ones so far are odd", async () => {
  const network = new SequenceNetwork({ ...sequenceModes.synchronised, inputSize: 1, hiddenSize: 16, classes: 2 });
  const parity = (count: number, seed: number) => {
    const words = bitWords(count, seed);
    const y = packSequences(
      words.map((word) => ndarray(Int32Array.from(word, (_, at) => ones(word.slice(0, at + 1)) % 2))),
    );
    return sequenceDataset({ name: "parity", sequences: { x: signs(words), y } });
  };
  expect(await accuracyOf(network, parity, 400)).toBeGreaterThanOrEqual(0.99);
});

const [begin, end] = [0, 1];
const letters = "abcdefghijklmnopqrstuvwxyz".split("");
const tokensOf = (word: string) => [begin, ...[...word].map((letter) => 2 + letters.indexOf(letter)), end];

/** What a network says of x, from its first token on: each token is read back until one ends. */
async function spoken(network: SequenceNetwork, weights: StateDict, x: NDArray): Promise<string[]> {
  const [samples, ...shape] = x.shape;
  const variant: Variant = {
    summary: "what was learned",
    create: () => network,
    task: translation(),
    graphs: {
      encode: { input: { x: float32("N", ...shape) }, output: "h" },
      decode: { input: { tokens: int32("N", "T"), h: float32(1, "N", network.output.inFeatures) }, output: "logits" },
    },
    params: countParameters(network),
  };
  const { networks, dispose } = await compileNetworks({ variant, weights, source: "what was learned", backend });
  const stepper = networkStepper(networks["decode"]!);
  const state = stepper.begin(await networks["encode"]!.outputs({ x }));
  const start = await stepper.step(new Int32Array(samples!).fill(begin), state);
  const said = await greedy(stepper, { start, end, length: 12 });
  dispose();
  return said.map(({ tokens }) => [...tokens].map((token) => letters[token - 2] ?? "").join(""));
}

/** Teacher forcing: y are words between begin and end. */
function spelling(model: SequenceNetwork, { x, xLengths, y, yLengths }: Batch): Tensor {
  const steps = (y.shape[1] as number) - 1;
  const from = (start: number) => slice(y, { axes: [1], starts: [start], ends: [start + steps] });
  const logits = model.forward(x, { tokens: from(0), ...(xLengths && { lengths: xLengths }) });
  return crossEntropy(logits, from(1), { mask: lengthMask(sub(yLengths!, 1), steps) });
}

it("one to many: a digit, spelled", async () => {
  const words = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
  const network = new SequenceNetwork({ ...sequenceModes.oneToMany, inputSize: 10, hiddenSize: 32, classes: 28 });
  const oneHots = (digits: readonly number[]) =>
    ndarray(
      digits.flatMap((digit) => words.map((_, index) => Number(index === digit))),
      [digits.length, 10],
    );
  const digits = (count: number, seed: number) => {
    const stream = new RandomStream(seed, "digits");
    const drawn = Array.from({ length: count }, () => stream.integer(10));
    const y = packSequences(drawn.map((digit) => ndarray(Int32Array.from(tokensOf(words[digit]!)))));
    return sequenceDataset({ name: "digits", sequences: { y }, arrays: { x: oneHots(drawn) } });
  };
  const weights = await learn(network, digits, { steps: 200, loss: spelling });
  expect(await spoken(network, weights, oneHots([...words.keys()]))).toEqual(words);
});

it("many to many: a word of four letters, backwards", async () => {
  const network = new SequenceNetwork({ ...sequenceModes.manyToMany, inputSize: 4, hiddenSize: 32, classes: 28 });
  const word = (seed: number, index: number) => {
    const stream = new RandomStream(seed, "words", index);
    return Array.from({ length: 4 }, () => stream.integer(4));
  };
  const spelled = (own: readonly number[]) => own.map((letter) => letters[letter]!).join("");
  const oneHots = (all: readonly (readonly number[])[]) =>
    ndarray(
      all.flat().flatMap((letter) => [0, 1, 2, 3].map((each) => Number(each === letter))),
      [all.length, 4, 4],
    );
  const data = (count: number, seed: number) => {
    const all = Array.from({ length: count }, (_, index) => word(seed, index));
    const y = packSequences(all.map((own) => ndarray(Int32Array.from(tokensOf(spelled(own.toReversed()))))));
    return sequenceDataset({ name: "words", sequences: { y }, arrays: { x: oneHots(all) } });
  };
  const weights = await learn(network, data, { steps: 400, loss: spelling });
  const held = Array.from({ length: 100 }, (_, index) => word(2, index));
  const said = await spoken(network, weights, oneHots(held));
  const right = said.filter((each, index) => each === spelled(held[index]!.toReversed()));
  expect(right.length).toBeGreaterThanOrEqual(98);
});
