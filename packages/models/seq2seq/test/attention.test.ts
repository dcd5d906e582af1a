// Ways to look at a memory, against sums written out.
import { iota, less, MultiHeadAttention, ndarray, RandomStream, reshape, type NDArray } from "@blockzoo/core";
import { describe, expect, it } from "vitest";
import { memoryAttention, type MemoryAttentionOptions, type Score } from "../src/attention.js";
import { drawn, lengths, run } from "./support.js";

const [samples, queries, places, size] = [2, 3, 4, 4];
const array = (name: string, ...shape: number[]): NDArray => {
  const values = new Float32Array(shape.reduce((a, b) => a * b));
  return ndarray(new RandomStream(9, name).fillUniform(values, -1, 1), shape);
};
const feeds = {
  query: array("query", samples, queries, size),
  memory: array("memory", samples, places, size),
  lengths: lengths(4, 2),
};

/** What attention of a kind takes of the memory. */
async function look(
  options: Partial<MemoryAttentionOptions> & { readonly score: Score },
  mode: "eval" | "train" = "eval",
) {
  const attention = memoryAttention({ querySize: size, memorySize: size, ...options });
  const weights = drawn(attention);
  const found = await run(
    attention,
    (x) => {
      const mask = less(iota(places), reshape(x["lengths"]!, [samples, 1, 1]));
      return attention.forward(x["query"]!, attention.prepare(x["memory"]!), mask);
    },
    feeds,
    { weights, mode },
  );
  return { found, weights };
}

const vector = ({ data }: NDArray, row: number) => [...data.subarray(row * size, (row + 1) * size)];
const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, each, k) => sum + each * b[k]!, 0);
/** A matrix [out, in] times a vector. */
const times = (matrix: NDArray, x: readonly number[]) =>
  Array.from({ length: matrix.shape[0]! }, (_, row) =>
    dot([...matrix.data.subarray(row * x.length, (row + 1) * x.length)], x),
  );

type ScoreByHand = (q: readonly number[], m: readonly number[], weights: Map<string, NDArray>) => number;
const scores: Readonly<Record<Exclude<Score, "heads">, ScoreByHand>> = {
  dot: (q, m) => dot(q, m),
  general: (q, m, weights) => dot(times(weights.get("projection.weight")!, q), m),
  concat: (q, m, weights) => {
    const [a, b] = [times(weights.get("additive.query.weight")!, q), times(weights.get("additive.key.weight")!, m)];
    return dot(
      [...weights.get("additive.score.weight")!.data],
      a.map((each, k) => Math.tanh(each + b[k]!)),
    );
  },
};

/** The scores of the real places for each query. */
function scoresByHand(score: Exclude<Score, "heads">, weights: Map<string, NDArray>): number[][] {
  return Array.from({ length: samples * queries }, (_, row) => {
    const sample = Math.floor(row / queries);
    return Array.from({ length: feeds.lengths.data[sample]! }, (__, place) =>
      scores[score](vector(feeds.query, row), vector(feeds.memory, sample * places + place), weights),
    );
  });
}

function expectLooked(found: Readonly<Record<string, NDArray>>, weightsOf: (row: number) => readonly number[]): void {
  for (let row = 0; row < samples * queries; row++) {
    const weights = weightsOf(row);
    const memory = weights.map((_, place) => vector(feeds.memory, Math.floor(row / queries) * places + place));
    vector(found["weights"]!, row).forEach((each, place) => expect(each).toBeCloseTo(weights[place] ?? 0, 12));
    vector(found["output"]!, row).forEach((each, k) =>
      expect(each).toBeCloseTo(
        weights.reduce((sum, weight, place) => sum + weight * memory[place]![k]!, 0),
        12,
      ),
    );
  }
}

describe.each(["dot", "general", "concat"] as const)("the score %s", (score) => {
  it("weighs places by the softmax of its formula", async () => {
    const { found, weights } = await look({ score });
    const byHand = scoresByHand(score, weights);
    expectLooked(found, (row) => {
      const all = byHand[row]!.map(Math.exp);
      return all.map((each) => each / all.reduce((a, b) => a + b));
    });
  });

  it("takes the best place alone where it is hard, the limit of soft attention at temperature 0", async () => {
    const { found, weights } = await look({ score, selection: "hard" });
    const byHand = scoresByHand(score, weights);
    expectLooked(found, (row) => byHand[row]!.map((each) => Number(each === Math.max(...byHand[row]!))));
    const cold = 1e4;
    expectLooked(found, (row) => {
      const all = byHand[row]!.map((each) => Math.exp(cold * (each - Math.max(...byHand[row]!))));
      return all.map((each) => each / all.reduce((a, b) => a + b));
    });
  });

  it("draws a place while training, and tells the logarithm of its probability", async () => {
    const { found, weights } = await look({ score, selection: "hard" }, "train");
    const byHand = scoresByHand(score, weights);
    for (let row = 0; row < samples * queries; row++) {
      const drawnWeights = vector(found["weights"]!, row);
      expect(drawnWeights.toSorted((a, b) => a - b)).toEqual([0, 0, 0, 1]);
      const place = drawnWeights.indexOf(1);
      const total = byHand[row]!.reduce((sum, each) => sum + Math.exp(each), 0);
      expect(found["logProbability"]!.data[row]).toBeCloseTo(byHand[row]![place]! - Math.log(total), 12);
    }
  });
});

it("several heads look as core's MultiHeadAttention does, and tell the mean of their weights", async () => {
  const { found, weights } = await look({ score: "heads", heads: 2 });
  const block = new MultiHeadAttention(size, 2);
  const own = new Map([...weights].map(([name, value]) => [name.replace("multiHead.", ""), value]));
  const expected = await run(
    block,
    (x) =>
      block.forward(x["query"]!, x["memory"], x["memory"], {
        keyMask: less(iota(places), reshape(x["lengths"]!, [samples, 1])),
      }),
    feeds,
    { weights: own },
  );
  expect([...found["output"]!.data]).toEqual([...expected["output"]!.data]);
  found["weights"]!.data.forEach((weight, at) => {
    const [sample, rest] = [Math.floor(at / (queries * places)), at % (queries * places)];
    const [first, second] = [0, 1].map(
      (head) => expected["weights"]!.data[(2 * sample + head) * queries * places + rest]!,
    );
    expect(weight).toBeCloseTo((first! + second!) / 2, 12);
  });
});

it("says what does not go together", () => {
  expect(() => memoryAttention({ score: "dot", querySize: 3, memorySize: 4 })).toThrow(
    "attention by dot expects queries and a memory of one size, got 3 and 4: use general",
  );
  expect(() => memoryAttention({ score: "heads", querySize: 4, memorySize: 4, selection: "hard" })).toThrow(
    "attention by heads is soft",
  );
});
