// What a mask leaves out is as if it was not there: for each loss, against the same loss of the rest alone.
import {
  gradients,
  lengthMask,
  ndarray,
  RandomStream,
  referenceBackend,
  trace,
  type NDArray,
  type Tensor,
} from "@blockzoo/core";
import {
  binaryCrossEntropyWithLogits,
  binaryHinge,
  contrastiveRanking,
  crossEntropy,
  hinge,
  huber,
  marginRanking,
  maximumLikelihoodRbf,
  meanAbsoluteError,
  meanSquaredError,
  smoothL1,
  tripletMargin,
  type MaskOptions,
} from "@blockzoo/train";
import { describe, expect, it } from "vitest";
import { expectClose } from "./support.js";

const [steps, classes] = [3, 4];
/** Of four sequences; one is all padding. */
const lengths = [2, 0, 3, 1];
const real = lengths.flatMap((length, row) => Array.from({ length }, (_, step) => row * steps + step));
const places = lengths.length * steps;

type Loss = (x: Tensor, y: Tensor, options: MaskOptions) => Tensor;

/** Losses of two arrays with one value, or `values` of them, a step. */
const elementwise: Record<string, { readonly loss: Loss; readonly values?: number }> = {
  meanSquaredError: { loss: meanSquaredError },
  "meanSquaredError of vectors": { loss: meanSquaredError, values: 5 },
  meanAbsoluteError: { loss: meanAbsoluteError },
  huber: { loss: huber },
  smoothL1: { loss: (x, y, options) => smoothL1(x, y, { ...options, beta: 0.3 }) },
  binaryCrossEntropyWithLogits: { loss: binaryCrossEntropyWithLogits },
  "binaryCrossEntropyWithLogits, weighed": {
    loss: (x, y, options) => binaryCrossEntropyWithLogits(x, y, { ...options, positiveWeight: 3 }),
  },
  binaryHinge: { loss: (x, y, options) => binaryHinge(x, y, { ...options, squared: true }) },
  marginRanking: { loss: (x, y, options) => marginRanking(x, y, { ...options, margin: 0.5 }) },
  tripletMargin: { loss: (x, y, options) => tripletMargin(x, y, y, options), values: 5 },
};

/** Losses of scores for classes and a label a step. */
const classifying: Record<string, Loss> = {
  crossEntropy,
  "crossEntropy, smoothed": (x, y, options) => crossEntropy(x, y, { ...options, labelSmoothing: 0.1 }),
  "crossEntropy, weighed": (x, y, options) => crossEntropy(x, y, { ...options, classWeights: [1, 2, 3, 4] }),
  hinge,
};

interface Found {
  readonly value: number;
  readonly gradient: ArrayLike<number>;
}

async function valueAndGradient(loss: Loss, x: NDArray, y: NDArray, mask?: NDArray): Promise<Found> {
  const feeds = { x, y, ...(mask && { mask }) };
  const graph = trace((inputs: Readonly<Record<string, Tensor>>) => {
    const value = loss(inputs["x"]!, inputs["y"]!, { mask: inputs["mask"] });
    return { value, gradient: gradients(value, [inputs["x"]!])[0]! };
  }, feeds);
  const { outputs } = await (await referenceBackend({ float64: true }).compile(graph)).run(feeds);
  return { value: outputs["value"]!.data[0]!, gradient: outputs["gradient"]!.data };
}

const maskOf = (own: readonly number[]) =>
  ndarray(
    Float32Array.from({ length: places }, (_, place) => (place % steps < own[Math.floor(place / steps)]! ? 1 : 0)),
    [own.length, steps],
  );

const draw = (name: string, count: number, values: number) =>
  Array.from({ length: count }, (_, row) => [...new RandomStream(1, name, row).fillNormal(new Float32Array(values))]);

/** The values of each place, and at places that are padding others, of which nothing shall be seen. */
const padded = (rows: readonly number[][], padding: number) =>
  rows.map((row, place) => (real.includes(place) ? row : row.map(() => padding)));

/** The gradients of the places that count are those of the rest alone, and the others exactly 0. */
function expectOnlyReal(found: Found, alone: Found, gradientOf: (place: number) => number[], own: number): void {
  expect(found.value).toBeCloseTo(alone.value, 12);
  const expected = Array.from(alone.gradient);
  real.forEach((place, index) => expectClose(gradientOf(place), expected.slice(index * own, (index + 1) * own)));
  const rest = Array.from({ length: places }, (_, place) => place).filter((place) => !real.includes(place));
  expect(rest.flatMap(gradientOf).every((value) => value === 0)).toBe(true);
}

describe.each(Object.entries(elementwise))("%s", (_, { loss, values = 1 }) => {
  const shape = values === 1 ? [] : [values];
  const [x, y] = [draw("x", places, values), draw("y", places, values)];
  const array = (rows: readonly number[][], count: readonly number[]) => ndarray(rows.flat(), [...count, ...shape]);

  it("takes in nothing of what the mask leaves out", async () => {
    const [a, b] = [padded(x, 1e25), padded(y, -1e25)].map((rows) => array(rows, [lengths.length, steps]));
    const found = await valueAndGradient(loss, a!, b!, maskOf(lengths));
    const [alone, beside] = [x, y].map((rows) =>
      array(
        real.map((place) => rows[place]!),
        [real.length],
      ),
    );
    const gradientOf = (place: number) => Array.from(found.gradient).slice(place * values, (place + 1) * values);
    expectOnlyReal(found, await valueAndGradient(loss, alone!, beside!), gradientOf, values);
  });

  it("is 0 where the mask leaves nothing", async () => {
    const [a, b] = [x, y].map((rows) => array(rows, [lengths.length, steps]));
    const { value, gradient } = await valueAndGradient(loss, a!, b!, maskOf([0, 0, 0, 0]));
    expect(value).toBe(0);
    expect(Array.from(gradient).every((each) => each === 0)).toBe(true);
  });
});

describe.each(Object.entries(classifying))("%s", (_, loss) => {
  const scores = draw("scores", places, classes);
  const labels = Array.from({ length: places }, (_value, place) => [place % classes]);
  /** [N, K, T] of a row for each place. */
  const scoresArray = (rows: readonly number[][], samples: number, length: number) =>
    ndarray(
      Float32Array.from({ length: samples * classes * length }, (_value, at) => {
        const [sample, own, step] = [
          Math.floor(at / (classes * length)),
          Math.floor(at / length) % classes,
          at % length,
        ];
        return rows[sample * length + step]![own]!;
      }),
      [samples, classes, length],
    );
  const labelsArray = (rows: readonly number[][], samples: number, length: number) =>
    ndarray(Int32Array.from(rows.flat()), [samples, length]);

  it("takes in nothing of what the mask leaves out", async () => {
    const [x, y] = [
      scoresArray(padded(scores, 1e3), lengths.length, steps),
      labelsArray(padded(labels, -1), lengths.length, steps),
    ];
    const found = await valueAndGradient(loss, x, y, maskOf(lengths));
    const alone = await valueAndGradient(
      loss,
      scoresArray(
        real.map((place) => scores[place]!),
        real.length,
        1,
      ),
      labelsArray(
        real.map((place) => labels[place]!),
        real.length,
        1,
      ),
    );
    const gradientOf = (place: number) =>
      Array.from({ length: classes }, (_value, own) => {
        const [sample, step] = [Math.floor(place / steps), place % steps];
        return found.gradient[(sample * classes + own) * steps + step]!;
      });
    expectOnlyReal(found, alone, gradientOf, classes);
  });

  it("is 0 where the mask leaves nothing, and NaN for a label that counts and is no class", async () => {
    const x = scoresArray(scores, lengths.length, steps);
    const none = await valueAndGradient(
      loss,
      x,
      labelsArray(padded(labels, -1), lengths.length, steps),
      maskOf([0, 0, 0, 0]),
    );
    expect(none.value).toBe(0);
    expect(Array.from(none.gradient).every((value) => value === 0)).toBe(true);
    const bad = labelsArray(
      labels.map(() => [classes]),
      lengths.length,
      steps,
    );
    expect((await valueAndGradient(loss, x, bad, maskOf(lengths))).value).toBeNaN();
  });
});

describe("losses of whole samples", () => {
  it("maximumLikelihoodRbf takes in nothing of what the mask leaves out", async () => {
    const distances = draw("distances", 3, classes).map((row) => row.map(Math.abs));
    const loss: Loss = maximumLikelihoodRbf;
    const [x, y] = [ndarray([...distances, [9, 9, 9, 9]].flat(), [4, classes]), ndarray([0, 1, 2, -1], [4], "int32")];
    const found = await valueAndGradient(loss, x, y, ndarray([1, 1, 1, 0]));
    const alone = await valueAndGradient(
      loss,
      ndarray(distances.flat(), [3, classes]),
      ndarray([0, 1, 2], [3], "int32"),
    );
    expect(found.value).toBeCloseTo(alone.value, 12);
    expectClose(found.gradient, [...Array.from(alone.gradient), 0, 0, 0, 0], 1e-12);
  });

  it("contrastiveRanking does not take a pair that is left out for a rival", async () => {
    const loss: Loss = (x, _y, options) => contrastiveRanking(x, options);
    const y = ndarray([0]);
    const similarities = [
      [0.5, 0.45, 0.9],
      [0.4, 0.5, 0.9],
      [0.9, 0.9, 0.1],
    ];
    const found = await valueAndGradient(loss, ndarray(similarities.flat(), [3, 3]), y, ndarray([1, 1, 0]));
    const alone = await valueAndGradient(loss, ndarray([0.5, 0.45, 0.4, 0.5], [2, 2]), y);
    expect(found.value).toBeCloseTo(alone.value, 12);
    const [a, b, c, d] = Array.from(alone.gradient) as [number, number, number, number];
    expectClose(found.gradient, [a, b, 0, c, d, 0, 0, 0, 0], 1e-12);
  });
});

describe("lengthMask", () => {
  const masked = async (own: NDArray, length: number) => {
    const graph = trace(({ lengths: given }) => lengthMask(given, length), { lengths: own });
    return (await (await referenceBackend().compile(graph)).run({ lengths: own })).outputs["output"]!;
  };

  it("is 1 for the steps that are real", async () => {
    const found = await masked(ndarray(Int32Array.from(lengths)), steps);
    expect(found).toEqual({ ...maskOf(lengths), data: Float32Array.from(maskOf(lengths).data) });
    expect([...(await masked(ndarray(Int32Array.of(5)), 2)).data]).toEqual([1, 1]);
  });

  it("takes int32 lengths", async () => {
    await expect(masked(ndarray([1, 2]), 2)).rejects.toThrow(
      "lengthMask expects int32 lengths [N], one for each sequence, got float32[2]",
    );
  });
});
