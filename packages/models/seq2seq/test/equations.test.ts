// Every equation by hand: networks of one unit, whose weights are numbers.
import { countParameters, stateOf, type NDArray } from "@blockzoo/core";
import { expect, it } from "vitest";
import { BahdanauSeq2Seq, EncoderDecoder, GNMT, LuongSeq2Seq, type Seq2Seq } from "../src/index.js";
import { drawn, lengths, run, tokens } from "./support.js";

const one = { sourceTokens: 3, targetTokens: 2, embeddingSize: 1, hiddenSize: 1 };
const source = [2, 0, 1];
const target = [1, 0];

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

/** The softmax of scores. */
function weigh(scores: readonly number[]): number[] {
  const all = scores.map(Math.exp);
  return all.map((each) => each / sum(all));
}

/** What was weighed. */
const mixture = (weights: readonly number[], values: readonly number[]) => sum(weights.map((a, j) => a * values[j]!));

/** Numbers of a network by the names of its state. */
function numbersOf(network: Seq2Seq): (name: string) => number[] {
  const weights = drawn(network);
  return (name) => {
    const value = weights.get(name);
    if (value === undefined)
      throw new Error(
        `no ${name}: there are ${stateOf(network)
          .map((each) => each.name)
          .join()}`,
      );
    return [...value.data];
  };
}

/** Rows of gates as they stand in a state dict: those of the input, of the state, and both biases. */
interface Rows {
  readonly w: readonly number[];
  readonly u: readonly number[];
  readonly b: readonly number[];
}

function rowsOf(w: (name: string) => number[], path: string, suffix = ""): Rows {
  const [first, second] = [w(`${path}.bias_ih${suffix}`), w(`${path}.bias_hh${suffix}`)];
  return {
    w: w(`${path}.weight_ih${suffix}`),
    u: w(`${path}.weight_hh${suffix}`),
    b: first.map((b, k) => b + second[k]!),
  };
}

/** A GRU whose reset gate acts on the state; `more` is what the gates see besides. */
function gru({ w, u, b }: Rows, x: number, h: number, more: readonly number[] = [0, 0, 0]): number {
  const at = (k: number, state: number) => w[k]! * x + u[k]! * state + b[k]! + more[k]!;
  const [r, z] = [sigmoid(at(0, h)), sigmoid(at(1, h))];
  return (1 - z) * Math.tanh(at(2, r * h)) + z * h;
}

interface Cell {
  readonly h: number;
  readonly c: number;
}

/** An LSTM of inputs x; weights of several inputs stand side by side in a row. */
function lstm({ w, u, b }: Rows, x: readonly number[], { h, c }: Cell, more: readonly number[] = [0, 0, 0, 0]): Cell {
  const at = (k: number) => sum(x.map((each, j) => w[k * x.length + j]! * each)) + u[k]! * h + b[k]! + more[k]!;
  const cell = sigmoid(at(1)) * c + sigmoid(at(0)) * Math.tanh(at(2));
  return { h: sigmoid(at(3)) * Math.tanh(cell), c: cell };
}

const nothing: Cell = { h: 0, c: 0 };

/** The states of a net along a sequence. */
function along<S>(step: (x: number, state: S) => S, first: S, sequence: readonly number[]): S[] {
  const states: S[] = [];
  for (const x of sequence) states.push(step(x, states.at(-1) ?? first));
  return states;
}

async function said(network: Seq2Seq) {
  const feeds = { source: tokens([source]), sourceLengths: lengths(3), target: tokens([target]) };
  return run(network, (x) => network.forward(x["source"]!, x["sourceLengths"]!, x["target"]!), feeds);
}

/** Logits [V, T] from those of each step. */
function expectLogits(found: NDArray, steps: readonly (readonly number[])[]): void {
  const expected = steps[0]!.flatMap((_, token) => steps.map((step) => step[token]!));
  expected.forEach((value, at) => expect(found.data[at]).toBeCloseTo(value, 12));
}

/** A linear layer to as many outputs as it has rows. */
function linear(w: (name: string) => number[], path: string, x: readonly number[], bias = true): number[] {
  const rows = w(`${path}.weight`);
  const b = bias ? w(`${path}.bias`) : undefined;
  return Array.from({ length: rows.length / x.length }, (_, row) =>
    sum([b?.[row] ?? 0, ...x.map((each, j) => rows[row * x.length + j]! * each)]),
  );
}

it("an encoder-decoder goes on from what the encoder ended with, which read from the end", async () => {
  const network = new EncoderDecoder({ ...one, cell: "lstm", reverseSource: true });
  const w = numbersOf(network);
  const read = (x: number, state: Cell) => lstm(rowsOf(w, "encoder", "_l0"), [w("sourceEmbedding.weight")[x]!], state);
  const last = along(read, nothing, source.toReversed()).at(-1)!;
  const say = (y: number, state: Cell) => lstm(rowsOf(w, "decoder", "_l0"), [w("targetEmbedding.weight")[y]!], state);
  const states = along(say, last, target);
  expectLogits(
    (await said(network))["logits"]!,
    states.map(({ h }) => linear(w, "output", [h])),
  );
});

it("Bahdanau et al., appendix A", async () => {
  const network = new BahdanauSeq2Seq({ ...one, readoutSize: 1 });
  const w = numbersOf(network);
  const embedded = source.map((x) => w("sourceEmbedding.weight")[x]!);
  const forwards = along((x: number, h: number) => gru(rowsOf(w, "encoder", "_l0"), x, h), 0, embedded);
  const backwards = along(
    (x: number, h: number) => gru(rowsOf(w, "encoder", "_l0_reverse"), x, h),
    0,
    embedded.toReversed(),
  ).toReversed();
  const memory = forwards.map((h, j) => [h, backwards[j]!]);
  let s = Math.tanh(linear(w, "initial", [backwards[0]!])[0]!);
  const steps: number[][] = [];
  const alignment: number[] = [];
  for (const token of target) {
    const y = w("targetEmbedding.weight")[token]!;
    const [query] = linear(w, "attention.query", [s], false);
    const keys = memory.map((h) => linear(w, "attention.key", h, false)[0]!);
    const weights = weigh(keys.map((key) => w("attention.score.weight")[0]! * Math.tanh(query! + key)));
    const context = [0, 1].map((part) =>
      mixture(
        weights,
        memory.map((h) => h[part]!),
      ),
    );
    const t = [0, 1].map(
      (row) =>
        linear(w, "readout.state", [s])[row]! +
        linear(w, "readout.embedded", [y], false)[row]! +
        linear(w, "readout.context", context, false)[row]!,
    );
    steps.push(linear(w, "output", [Math.max(...t)]));
    alignment.push(...weights);
    s = gru(rowsOf(w, "cell"), y, s, linear(w, "context", context, false));
  }
  const found = await said(network);
  expectLogits(found["logits"]!, steps);
  alignment.forEach((value, at) => expect(found["attention"]!.data[at]).toBeCloseTo(value, 12));
  expect(found["h"]!.data[0]).toBeCloseTo(s, 12);
});

it.each([false, true])("Luong et al., equations 5 to 8, input feeding %s", async (inputFeeding) => {
  const network = new LuongSeq2Seq({ ...one, score: "general", inputFeeding });
  const w = numbersOf(network);
  const read = (x: number, state: Cell) => lstm(rowsOf(w, "encoder", "_l0"), [w("sourceEmbedding.weight")[x]!], state);
  const states = along(read, nothing, source);
  const memory = states.map(({ h }) => h);
  let state = states.at(-1)!;
  let attentional = 0;
  const steps: number[][] = [];
  for (const token of target) {
    const y = w("targetEmbedding.weight")[token]!;
    state = inputFeeding
      ? lstm(rowsOf(w, "decoder.cells.0"), [y], state, linear(w, "decoder.feed", [attentional], false))
      : lstm(rowsOf(w, "decoder.lstm", "_l0"), [y], state);
    const weights = weigh(memory.map((h) => state.h * w("attention.projection.weight")[0]! * h));
    attentional = Math.tanh(linear(w, "combine", [mixture(weights, memory), state.h], false)[0]!);
    steps.push(linear(w, "output", [attentional]));
  }
  expectLogits((await said(network))["logits"]!, steps);
});

it.each([true, false])("Wu et al., section 3, of three layers, sums around layers %s", async (residual) => {
  const network = new GNMT({ ...one, layers: 3, residual });
  const w = numbersOf(network);
  const layer = (path: string, inputs: readonly (readonly number[])[], suffix = "_l0") => {
    const states: Cell[] = [];
    for (const x of inputs) states.push(lstm(rowsOf(w, path, suffix), x, states.at(-1) ?? nothing));
    return states.map(({ h }) => h);
  };
  const sums = (m: readonly number[], below: readonly number[]) => m.map((h, t) => (residual ? h + below[t]! : h));

  const embedded = source.map((x) => [w("sourceEmbedding.weight")[x]!]);
  const there = layer("encoder.bottom", embedded);
  const back = layer("encoder.bottom", embedded.toReversed(), "_l0_reverse").toReversed();
  const second = layer(
    "encoder.above.0",
    there.map((h, t) => [h, back[t]!]),
  );
  const memory = sums(
    layer(
      "encoder.above.1",
      second.map((h) => [h]),
    ),
    second,
  );

  let bottom = nothing;
  const shown: number[] = [];
  const contexts: number[] = [];
  for (const token of target) {
    const [query] = linear(w, "bottom.attention.query", [bottom.h], false);
    const keys = memory.map((h) => w("bottom.attention.key.weight")[0]! * h);
    const weights = weigh(keys.map((key) => w("bottom.attention.score.weight")[0]! * Math.tanh(query! + key)));
    const context = mixture(weights, memory);
    const y = w("targetEmbedding.weight")[token]!;
    bottom = lstm(rowsOf(w, "bottom.cell"), [y], bottom, linear(w, "bottom.context", [context], false));
    shown.push(bottom.h);
    contexts.push(context);
  }
  const two = layer(
    "above.0",
    shown.map((h, t) => [h, contexts[t]!]),
  );
  const three = sums(
    layer(
      "above.1",
      two.map((h, t) => [h, contexts[t]!]),
    ),
    two,
  );
  expectLogits(
    (await said(network))["logits"]!,
    three.map((h) => linear(w, "output", [h])),
  );
});

it("Sutskever et al. have 384 million parameters, 64 million of them in their LSTMs, and the biases that we add", () => {
  const large = { sourceTokens: 160_000, targetTokens: 80_000, embeddingSize: 1000, hiddenSize: 1000 };
  const network = new EncoderDecoder({ ...large, layers: 4, reverseSource: true });
  const biases = 80_000 + 8 * 2 * 4 * 1000;
  expect(countParameters(network)).toBe(384_000_000 + biases);
});

it("GNMT says how many layers it takes", () => {
  expect(() => new GNMT({ ...one, layers: 1 })).toThrow("expects at least 2 layers on each side, got 1");
});
