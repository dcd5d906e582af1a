// Hard attention learns where to look by trial: places are drawn, and what comes of a draw tells whether it was a good one.
import { onnxruntime } from "@blockzoo/backend-onnxruntime";
import {
  add,
  gatherElements,
  logSoftmax,
  mul,
  ndarray,
  neg,
  RandomStream,
  reduceMean,
  squeeze,
  stopGradient,
  sub,
  surrogateLoss,
  unsqueeze,
  type Backend,
  type Tensor,
} from "@blockzoo/core";
import { arrayDataset, batched, type Dataset } from "@blockzoo/data";
import { accuracy, adam, cosineSchedule, evaluateModel, fit } from "@blockzoo/train";
import { expect, it } from "vitest";
import { LuongSeq2Seq } from "../src/index.js";

const [letters, length, batchSize, steps] = [12, 16, 64, 500];
const begin = letters;

/** Words, to be said again; `before` are the tokens before each letter of them. */
function copies(samples: number, seed: number): Dataset {
  const stream = new RandomStream(seed, "words");
  const source = Array.from({ length: samples }, () => Array.from({ length }, () => stream.integer(letters)));
  const before = source.map((word) => [begin, ...word.slice(0, -1)]);
  const array = (rows: number[][]) => ndarray(Int32Array.from(rows.flat()), [samples, length]);
  const sourceLengths = ndarray(new Int32Array(samples).fill(length));
  return arrayDataset({ name: "copies", arrays: { source: array(source), sourceLengths, before: array(before) } });
}

type Batch = Readonly<Record<"source" | "sourceLengths" | "before", Tensor>>;

/** The cost of what was drawn and, by trial, the estimate of its derivative by the scores (Xu et al. 2015, section 4.1). */
const loss =
  (byTrial: boolean) =>
  (network: LuongSeq2Seq, { source, sourceLengths, before }: Batch): Tensor => {
    const { logits, logProbability } = network.forward(source, sourceLengths, before);
    const said = gatherElements(logSoftmax(logits, { axis: 1 }), unsqueeze(source, [1]), { axis: 1 });
    const costs = neg(squeeze(said, [1]));
    const advantage = sub(costs, reduceMean(stopGradient(costs)));
    const estimate = mul(surrogateLoss(logProbability!, advantage), byTrial ? 1 / (batchSize * length) : 0);
    return add(reduceMean(costs), estimate);
  };

/** The share of letters that the trained network says rightly when it is told those before, looking at one place for each. */
async function accuracyOf(backend: Backend, byTrial: boolean): Promise<number> {
  const sizes = { sourceTokens: letters, targetTokens: letters + 1, embeddingSize: 16, hiddenSize: 32 };
  const network = new LuongSeq2Seq({ ...sizes, selection: "hard" });
  const { weights } = await fit<LuongSeq2Seq, Batch>(network, {
    data: batched(copies(batchSize * steps, 1), { batchSize, seed: 1 }),
    loss: loss(byTrial),
    optimizer: adam({ learningRate: 1e-2 }),
    schedule: cosineSchedule(),
    clip: { globalNorm: 1 },
    steps,
    backend,
  });
  const { outputs, metrics } = await evaluateModel<LuongSeq2Seq, Batch>(network, {
    data: batched(copies(200, 2), { batchSize: 100, sampling: "sequential" }),
    backend,
    weights,
    forward: (model, { source, sourceLengths, before }) => {
      const { logits, attention } = model.forward(source, sourceLengths, before);
      return { logits, attention: attention! };
    },
    metrics: { right: ({ outputs: { logits }, inputs: { source } }) => accuracy({ logits: logits!, labels: source! }) },
  });
  expect(new Set(outputs["attention"]!.data)).toEqual(new Set([0, 1]));
  return metrics["right"]!;
}

it("says long words again where draws teach it where to look; else it does not", async () => {
  const backend = await onnxruntime({ threads: 1 });
  expect(await accuracyOf(backend, true)).toBeGreaterThanOrEqual(0.9);
  expect(await accuracyOf(backend, false)).toBeLessThanOrEqual(0.7);
  await backend.dispose();
});
