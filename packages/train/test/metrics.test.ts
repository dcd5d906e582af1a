import { ndarray, referenceBackend, Sequential } from "@blockzoo/core";
import { arrayDataset, batched } from "@blockzoo/data";
import { accuracy, confusionMatrix, evaluateModel, meanCrossEntropy, predictedClasses, topK } from "@blockzoo/train";
import { describe, expect, it } from "vitest";

const logits = ndarray([
  [2, 1, 0],
  [0, 3, 1],
  [1, 1, 0],
  [0, 1, 2],
]);
const labels = ndarray([0, 2, 1, 2], [4], "int32");

describe("metrics", () => {
  it("take the first of equal scores", () => {
    expect([...predictedClasses(logits)]).toEqual([0, 1, 0, 2]);
    expect(accuracy({ logits, labels })).toBe(0.5);
    expect(topK({ logits, labels }, 1)).toBe(0.5);
    expect(topK({ logits, labels }, 2)).toBe(1);
  });

  it("leave out what the mask does", () => {
    const mask = ndarray([1, 0, 0, 1]);
    expect(accuracy({ logits, labels, mask })).toBe(1);
    expect([...confusionMatrix({ logits, labels, mask }).data]).toEqual([1, 0, 0, 0, 0, 0, 0, 0, 1]);
    expect(accuracy({ logits, labels, mask: ndarray([0, 0, 0, 0]) })).toBeNaN();
  });

  it("count labels in rows and predictions in columns", () => {
    expect([...confusionMatrix({ logits, labels }).data]).toEqual([1, 0, 0, 1, 0, 0, 0, 1, 1]);
  });

  it("see each place of a map as a sample, and a mask of samples or of places", () => {
    // Two samples with three classes on two places: the classes lie apart.
    const maps = ndarray([
      [
        [2, 0],
        [1, 3],
        [0, 1],
      ],
      [
        [1, 0],
        [1, 1],
        [0, 2],
      ],
    ]);
    const places = ndarray(
      [
        [0, 2],
        [1, 2],
      ],
      undefined,
      "int32",
    );
    expect([...predictedClasses(maps)]).toEqual([0, 1, 0, 2]);
    expect(accuracy({ logits: maps, labels: places })).toBe(0.5);
    expect(accuracy({ logits: maps, labels: places, mask: ndarray([0, 1]) })).toBe(0.5);
    expect(
      accuracy({
        logits: maps,
        labels: places,
        mask: ndarray([
          [1, 0],
          [0, 1],
        ]),
      }),
    ).toBe(1);
  });

  it("count the first steps of sequences, as many as their lengths say", () => {
    // Two sequences, two classes, three steps; class 1 is always predicted.
    const sequences = ndarray(new Float32Array([0, 0, 0, 1, 1, 1, 0, 0, 0, 1, 1, 1]), [2, 2, 3]);
    const tags = ndarray(Int32Array.of(1, 0, -1, 1, 0, 1), [2, 3]);
    const scored = { logits: sequences, labels: tags };
    expect(accuracy({ ...scored, lengths: ndarray(Int32Array.of(2, 1)) })).toBe(2 / 3);
    expect(accuracy({ ...scored, lengths: ndarray(Int32Array.of(0, 3)) })).toBe(2 / 3);
    expect(topK({ ...scored, lengths: ndarray(Int32Array.of(1, 1)) }, 1)).toBe(1);
    expect([...confusionMatrix({ ...scored, lengths: ndarray(Int32Array.of(1, 3)) }).data]).toEqual([0, 1, 0, 3]);
    const loss = meanCrossEntropy({ ...scored, lengths: ndarray(Int32Array.of(1, 0)) });
    expect(loss).toBeCloseTo(Math.log(1 + Math.exp(-1)), 12);
    expect(() => accuracy({ ...scored, lengths: ndarray(Int32Array.of(1)) })).toThrow(
      "metrics expect lengths [N] for labels [N, T, ...], got int32[1] for int32[2,3]",
    );
    expect(() => accuracy({ logits, labels, lengths: labels })).toThrow("metrics expect lengths [N]");
  });

  it("compute the cross-entropy safely", () => {
    expect(meanCrossEntropy({ logits: ndarray([[1e4, 0]]), labels: ndarray([1], [1], "int32") })).toBe(1e4);
    expect(meanCrossEntropy({ logits: ndarray([[1, 1]]), labels: ndarray([1], [1], "int32") })).toBeCloseTo(
      Math.LN2,
      12,
    );
  });

  it("refuse labels and shapes that do not fit", () => {
    expect(() => accuracy({ logits, labels: ndarray([0, 3, 0, 0], [4], "int32") })).toThrow(
      "label 3 is not one of 3 classes, at position 1",
    );
    expect(() => accuracy({ logits, labels: ndarray([0], [1], "int32") })).toThrow("got float32[4,3] and int32[1]");
  });
});

describe("evaluateModel", () => {
  const identity = new Sequential();
  const dataset = arrayDataset({ name: "rows", arrays: { x: logits, y: labels } });
  const backend = referenceBackend();

  it.each([1, 2, 3, 4])("gives all samples once and in order, in batches of %i", async (batchSize) => {
    const data = batched(dataset, { batchSize, sampling: "sequential", remainder: "mask" });
    const { outputs, inputs, metrics } = await evaluateModel(identity, { data, backend, weights: new Map() });
    expect([...outputs["logits"]!.data]).toEqual([...logits.data]);
    expect(inputs["y"]).toEqual(labels);
    expect(metrics["accuracy"]).toBe(0.5);
  });

  it("takes outputs and metrics of one's own", async () => {
    const data = batched(dataset, { batchSize: 2, sampling: "sequential" });
    const { metrics } = await evaluateModel(identity, {
      data,
      backend,
      weights: new Map(),
      forward: (model, { x }) => ({ scores: model.forward(x) }),
      metrics: { largest: ({ outputs }) => Math.max(...outputs["scores"]!.data) },
    });
    expect(metrics).toEqual({ largest: 3 });
  });
});
