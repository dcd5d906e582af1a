// Batches of more than one shape: sequences of unequal length, padded to the length of their bucket.
import {
  Block,
  Dropout,
  lengthMask,
  Linear,
  ndarray,
  RandomStream,
  reduceSum,
  referenceBackend,
  sqrt,
  sub,
  tanh,
  transpose,
  type Backend,
  type Graph,
  type NDArray,
  type Tensor,
} from "@blockzoo/core";
import type { Batch, BatchSource } from "@blockzoo/data";
import {
  accuracy,
  adam,
  compileTrainStep,
  crossEntropy,
  evaluateModel,
  fit,
  meanCrossEntropy,
  memoryCheckpoints,
  type CheckpointStore,
  type FitOptions,
} from "@blockzoo/train";
import { describe, expect, it } from "vitest";
import { expectClose } from "./support.js";

const samples = 4;
const [values, classes] = [2, 3];
/** The lengths of the samples of each batch; the first and the last batch have one shape, and so have the others. */
const lengths = [
  [3, 2, 3, 1],
  [6, 5, 6, 6],
  [4, 6, 1, 2],
  [2, 2, 3, 3],
];

/** Random steps, those behind the end of a sequence filled with `padding`. */
function batch(index: number, steps: number, padding: number): Batch {
  const own = lengths[index]!;
  const stream = new RandomStream(7, "batch", index);
  const [x, y] = [new Float32Array(samples * steps * values).fill(padding), new Int32Array(samples * steps).fill(-1)];
  own.forEach((length, sample) => {
    for (let step = 0; step < length; step++) {
      const drawn = [stream.uniform(), stream.uniform()];
      x.set(drawn, (sample * steps + step) * values);
      y[sample * steps + step] = Math.floor(1.5 * (drawn[0]! + drawn[1]!));
    }
  });
  return {
    x: ndarray(x, [samples, steps, values]),
    y: ndarray(y, [samples, steps]),
    xLengths: ndarray(Int32Array.from(own)),
    yLengths: ndarray(Int32Array.from(own)),
  };
}

function source(stepsOf: (index: number) => number, padding = 9): BatchSource {
  return {
    batchSize: samples,
    batchesPerEpoch: lengths.length,
    async *epoch(_epoch, from = 0) {
      for (let index = from; index < lengths.length; index++) yield batch(index, stepsOf(index), padding);
    },
  };
}
const longest = (index: number) => Math.max(...lengths[index]!);
const buckets = source(longest);
const onePad = source(() => 6);

/** Scores for each step. */
class Tagger extends Block {
  readonly hidden = new Linear(values, 8);
  readonly dropout: Dropout;
  readonly head = new Linear(8, classes);

  constructor(dropped = 0) {
    super();
    this.dropout = new Dropout(dropped);
  }

  /** [N, T, values] gives [N, classes, T]. */
  forward(x: Tensor): Tensor {
    return transpose(x.pipe(this.hidden, tanh, this.dropout, this.head), [0, 2, 1]);
  }
}

interface Padded {
  readonly x: Tensor;
  readonly y: Tensor;
  readonly yLengths: Tensor;
}

function options(backend: Backend = referenceBackend()): FitOptions<Tagger, Padded> & { readonly steps: number } {
  return {
    data: buckets,
    loss: (model, { x, y, yLengths }) => crossEntropy(model.forward(x), y, { mask: lengthMask(yLengths, y.shape[1]!) }),
    optimizer: adam({ learningRate: 0.05 }),
    steps: 10,
    backend,
    seed: 3,
    ema: { decay: 0.5 },
    validation: { data: buckets, everySteps: 5 },
  };
}

/** A backend that remembers what it compiled. */
function watched(): { readonly backend: Backend; readonly graphs: Graph[] } {
  const graphs: Graph[] = [];
  const own = referenceBackend();
  const compile: Backend["compile"] = (graph, given) => {
    graphs.push(graph);
    return own.compile(graph, given);
  };
  return { backend: { ...own, compile }, graphs };
}

describe("fit on batches of several shapes", () => {
  it("gives the numbers of one shape, of which more is padding", async () => {
    const [short, long] = [await fit(new Tagger(), options()), await fit(new Tagger(), { ...options(), data: onePad })];
    expectClose(
      short.history.map(({ loss }) => loss),
      long.history.map(({ loss }) => loss),
    );
    for (const [name, { data }] of short.weights) expectClose(data, long.weights.get(name)!.data, 1e-5);
    expect(short.metrics["accuracy"]).toBeCloseTo(long.metrics["accuracy"]!, 12);
    // The same batch, two epochs later.
    expect(short.history[8]!.loss).toBeLessThan(short.history[0]!.loss);
  });

  it("compiles one step for each shape, when it first comes", async () => {
    const { backend, graphs } = watched();
    await fit(new Tagger(), { ...options(backend), steps: 1, validation: undefined });
    expect(graphs).toHaveLength(1);
    await fit(new Tagger(), { ...options(backend), validation: undefined });
    expect(graphs).toHaveLength(1 + 2);
    await fit(new Tagger(), options(backend));
    // Steps and evaluations.
    expect(graphs).toHaveLength(3 + 2 + 2);
  });

  it.each([1, 2, 3, 4, 6])("continues to the same numbers after a stop at step %i", async (steps) => {
    const run = (to: CheckpointStore, more: Partial<FitOptions<Tagger, Padded>> = {}) =>
      fit(new Tagger(0.3), { ...options(), checkpoint: { to }, ...more } as FitOptions<Tagger, Padded>);
    const whole = await run(memoryCheckpoints());
    const store = memoryCheckpoints();
    const stop = new AbortController();
    await run(store, { signal: stop.signal, onProgress: ({ step }) => step === steps && stop.abort() });
    expect(await run(store, { resume: true })).toEqual(whole);
    await expect(run(store, { resume: true, data: onePad })).rejects.toThrow("batch x float32[4,3,2], y int32[4,3]");
  });

  it("does not let padding in, whatever stands there", async () => {
    const clean = await fit(new Tagger(), { ...options(), validation: undefined });
    const other = await fit(new Tagger(), { ...options(), validation: undefined, data: source(longest, -1e3) });
    expect(other).toEqual(clean);
  });
});

describe("a step for several shapes", () => {
  it("names the op of a loss that is not finite in the shape that it came in", async () => {
    const training = await compileTrainStep({
      model: new Linear(1, 1),
      loss: (model, { x }) => reduceSum(sqrt(sub(model.forward(x), 1e3))),
      optimizer: adam(),
      types: { x: { dtype: "float32", shape: [3, 1] } },
      backend: referenceBackend(),
    });
    await training.state.write(
      new Map([
        ["weight", ndarray([[1]])],
        ["bias", ndarray([1000])],
      ]),
    );
    await training.step({ x: ndarray([[4], [9], [4]]) });
    await expect(training.step({ x: ndarray([[4], [-9]]) })).rejects.toThrow(
      /^the loss of step 2 is NaN \(first in step 2, the loss: sqrt of a negative number, given float32\[2,1\] from -/,
    );
  });
});

describe("evaluation of batches of several shapes", () => {
  it("joins what differs in length, and counts what is no padding", async () => {
    const model = new Tagger();
    const { weights } = await fit(model, { ...options(), steps: 3 });
    const found = await evaluateModel(model, { data: buckets, backend: referenceBackend(), weights });
    const total = samples * lengths.length;
    expect(found.outputs["logits"]!.shape).toEqual([total, classes, 6]);
    expect(found.inputs["x"]!.shape).toEqual([total, 6, values]);
    expect([...found.inputs["yLengths"]!.data]).toEqual(lengths.flat());

    // One sample at a time, without any padding.
    let [right, all, loss] = [0, 0, 0];
    let row = 0;
    for (const [index, own] of lengths.entries()) {
      const { x, y } = batch(index, longest(index), 0);
      for (const [sample, length] of own.entries()) {
        const start = sample * longest(index);
        const alone: Batch = {
          x: ndarray((x!.data as Float32Array).slice(start * values, (start + length) * values), [1, length, values]),
          y: ndarray((y!.data as Int32Array).slice(start, start + length), [1, length]),
        };
        const data = {
          batchSize: 1,
          batchesPerEpoch: 1,
          epoch: async function* () {
            yield alone;
          },
        };
        const { outputs, inputs } = await evaluateModel(model, { data, backend: referenceBackend(), weights });
        const scored = { logits: outputs["logits"]!, labels: inputs["y"]! };
        right += accuracy(scored) * length;
        loss += meanCrossEntropy(scored) * length;
        all += length;
        expectClose(stepsOf(found.outputs["logits"]!, row++, length), outputs["logits"]!.data);
      }
    }
    expect(found.metrics["accuracy"]).toBeCloseTo(right / all, 12);
    expect(found.metrics["loss"]).toBeCloseTo(loss / all, 6);
  });

  it("says what cannot be joined", async () => {
    const data: BatchSource = {
      batchSize: 1,
      batchesPerEpoch: 2,
      async *epoch() {
        yield { x: ndarray([[1, 2]]) };
        yield { x: ndarray([[[1, 2]]]) };
      },
    };
    const model = new Linear(2, 1);
    const weights = new Map<string, NDArray>([
      ["weight", ndarray([[1, 1]])],
      ["bias", ndarray([0])],
    ]);
    const run = evaluateModel(model, { data, backend: referenceBackend(), weights, metrics: {} });
    await expect(run).rejects.toThrow(
      '"logits" is float32[1,1] for one batch and float32[1,1,1] for another: they cannot be joined',
    );
    const uneven: BatchSource = {
      ...data,
      async *epoch() {
        yield { x: ndarray([[1, 2]]), y: ndarray([1]) };
        yield { x: ndarray([[1, 2]]) };
      },
    };
    await expect(
      evaluateModel(model, { data: uneven, backend: referenceBackend(), weights, metrics: {} }),
    ).rejects.toThrow('a batch has no "y", which others have');
  });
});

/** The first steps of a row of [N, K, T]. */
function stepsOf({ data, shape: [, rows = 0, steps = 0] }: NDArray, row: number, length: number): number[] {
  return Array.from({ length: rows }, (_, k) => [
    ...data.subarray((row * rows + k) * steps, (row * rows + k) * steps + length),
  ]).flat();
}
