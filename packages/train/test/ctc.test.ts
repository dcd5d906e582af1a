import {
  evaluate,
  expand,
  gradients,
  mul,
  ndarray,
  RandomStream,
  reduceSum,
  referenceBackend,
  tensor,
  trace,
  type NDArray,
} from "@blockzoo/core";
import { ctcLoss, type CtcLossOptions } from "@blockzoo/train";
import { describe, expect, it } from "vitest";
import { ctcCases } from "./ctc-cases.js";
import { expectClose } from "./support.js";

describe("ctcLoss follows PyTorch", () => {
  it.each(ctcCases)("$title", async ({ graph, feeds, value, gradient }) => {
    const executable = await referenceBackend({ float64: true }).compile(graph);
    const { outputs } = await executable.run(feeds);
    expectClose(outputs["value"]!.data, value, 1e-12);
    expectClose(outputs["gradient"]!.data, gradient, 1e-12);
  });
});

function draw(seed: number, shape: readonly number[]): NDArray {
  const stream = new RandomStream(seed, "ctc");
  return ndarray(
    Float64Array.from({ length: shape.reduce((a, b) => a * b) }, () => stream.normal()),
    shape,
  );
}

function expectZeros(values: ArrayLike<number>): void {
  expect(Array.from(values, Math.abs)).toEqual(new Array(values.length).fill(0));
}

/** All sequences of numbers below `base` that have the length. */
function allSequences(base: number, length: number): number[][] {
  if (length === 0) return [[]];
  return allSequences(base, length - 1).flatMap((rest) => Array.from({ length: base }, (_, last) => [...rest, last]));
}

/** The probability of every labelling, by its labels joined, from all paths one by one. */
function byBruteForce(logits: NDArray, blank: number): Map<string, number> {
  const [, steps, classes] = logits.shape as [number, number, number];
  const rows = Array.from({ length: steps }, (_, step) => {
    const powers = Array.from({ length: classes }, (__, index) => Math.exp(logits.data[step * classes + index]!));
    const total = powers.reduce((sum, power) => sum + power);
    return powers.map((power) => power / total);
  });
  const probabilities = new Map<string, number>();
  for (const path of allSequences(classes, steps)) {
    const labels = path.filter((symbol, step) => symbol !== blank && symbol !== path[step - 1]).join();
    const probability = path.reduce((product, symbol, step) => product * rows[step]![symbol]!, 1);
    probabilities.set(labels, (probabilities.get(labels) ?? 0) + probability);
  }
  return probabilities;
}

/** The losses of one sequence with each of some labellings. */
async function lossesOf(logits: NDArray, labellings: readonly number[][], blank: number): Promise<readonly number[]> {
  const [, steps, classes] = logits.shape as [number, number, number];
  const repeated = Float64Array.from(
    { length: labellings.length * logits.data.length },
    (_, index) => logits.data[index % logits.data.length]!,
  );
  // Padding that is no class: it is of no account.
  const padded = labellings.map((labels) => Array.from({ length: steps }, (_, at) => labels[at] ?? -7));
  const { data } = await evaluate(() =>
    ctcLoss(tensor(ndarray(repeated, [labellings.length, steps, classes])), tensor(padded, "int32"), {
      labelLengths: tensor(
        labellings.map(({ length }) => length),
        "int32",
      ),
      blank,
      reduction: "none",
    }),
  );
  return Array.from(data);
}

describe("ctcLoss", () => {
  it.each([
    { steps: 1, classes: 2, blank: 0 },
    { steps: 4, classes: 3, blank: 2 },
    { steps: 5, classes: 4, blank: 1 },
    { steps: 6, classes: 4, blank: 0 },
  ])("is what all paths give, and all labellings sum up to 1: $steps steps, $classes classes", async (sizes) => {
    const { steps, classes, blank } = sizes;
    const logits = draw(steps, [1, steps, classes]);
    const labels = Array.from({ length: classes }, (_, index) => index).filter((index) => index !== blank);
    const labellings = Array.from({ length: steps + 1 }, (_, length) => allSequences(labels.length, length))
      .flat()
      .map((sequence) => sequence.map((index) => labels[index]!));
    const expected = byBruteForce(logits, blank);
    const losses = await lossesOf(logits, labellings, blank);
    const wanted = labellings.map((labelling) => -Math.log(expected.get(labelling.join()) ?? 0));
    const feasible = losses.flatMap((loss, index) => (Number.isFinite(wanted[index]) ? [loss - wanted[index]!] : []));
    expectClose(feasible, new Array(expected.size).fill(0), 1e-10);
    expect(losses.map(Number.isFinite)).toEqual(wanted.map(Number.isFinite));
    expect(losses.reduce((sum, loss) => sum + Math.exp(-loss), 0)).toBeCloseTo(1, 12);
  });

  const batch = {
    labels: [
      [1, 1, 2],
      [2, 1, 3],
      [3, 3, 3],
    ],
    inputLengths: [7, 4, 6],
    labelLengths: [3, 2, 0],
  };
  const optionsOf = ({ inputLengths, labelLengths }: typeof batch): CtcLossOptions => ({
    inputLengths: tensor(inputLengths, "int32"),
    labelLengths: tensor(labelLengths, "int32"),
  });

  it("has the gradient of central differences, and none at padding", async () => {
    const logits = draw(3, [3, 7, 4]);
    const run = async (values: NDArray) =>
      evaluate(() => {
        const scores = tensor(values);
        const loss = ctcLoss(scores, tensor(batch.labels, "int32"), optionsOf(batch));
        return { loss, gradient: gradients(loss, [scores])[0]! };
      });
    const { gradient } = await run(logits);
    const delta = 1e-5;
    for (let index = 0; index < logits.data.length; index++) {
      const moved = async (by: number) => {
        const data = Float64Array.from(logits.data);
        data[index]! += by;
        return (await run(ndarray(data, logits.shape))).loss.data[0]!;
      };
      const slope = ((await moved(delta)) - (await moved(-delta))) / (2 * delta);
      expect(gradient.data[index]).toBeCloseTo(slope, 8);
    }
    for (const [sample, steps] of batch.inputLengths.entries()) {
      expectZeros(gradient.data.subarray((sample * 7 + steps) * 4, (sample + 1) * 28));
    }
  });

  it("gives each row of a padded batch what it gets alone", async () => {
    const logits = draw(4, [3, 7, 4]);
    const together = await evaluate(() =>
      ctcLoss(tensor(logits), tensor(batch.labels, "int32"), { ...optionsOf(batch), reduction: "none" }),
    );
    for (const [sample, steps] of batch.inputLengths.entries()) {
      const own = ndarray(Float64Array.from(logits.data).slice(sample * 28, sample * 28 + steps * 4), [1, steps, 4]);
      const alone = await evaluate(() =>
        ctcLoss(tensor(own), tensor([batch.labels[sample]!], "int32"), {
          labelLengths: tensor([batch.labelLengths[sample]!], "int32"),
        }),
      );
      const scale = Math.max(1, batch.labelLengths[sample]!);
      expect(together.data[sample]! / scale).toBeCloseTo(alone.data[0]!, 12);
    }
  });

  it("is infinite for labels that do not fit, without a gradient, and leaves the others of the batch alone", async () => {
    const logits = draw(5, [2, 3, 3]);
    const run = (labels: number[][], options: CtcLossOptions = {}) =>
      evaluate(() => {
        const scores = tensor(logits);
        const losses = ctcLoss(scores, tensor(labels, "int32"), { ...options, reduction: "none" });
        const mean = ctcLoss(scores, tensor(labels, "int32"), options);
        return { losses, mean, gradient: gradients(mean, [scores])[0]! };
      });
    // A repeat needs a blank between: 1, 1, 2 takes four steps.
    const [poisoned, fine] = [
      await run([
        [1, 1, 2],
        [1, 2, 1],
      ]),
      await run([
        [2, 1, 2],
        [1, 2, 1],
      ]),
    ];
    expect(poisoned.losses.data[0]).toBe(Infinity);
    expect(poisoned.losses.data[1]).toBe(fine.losses.data[1]);
    expect(poisoned.mean.data[0]).toBe(Infinity);
    expectZeros(poisoned.gradient.data.subarray(0, 9));
    expect([...poisoned.gradient.data.subarray(9)]).toEqual([...fine.gradient.data.subarray(9)]);
    const zero = await run(
      [
        [1, 1, 2],
        [1, 2, 1],
      ],
      { zeroInfinity: true },
    );
    expect(zero.mean.data[0]).toBeCloseTo(fine.losses.data[1]! / 6, 12);
    expect([...zero.gradient.data]).toEqual([...poisoned.gradient.data]);
  });

  it("leaves out what a mask hides, infinite or not", async () => {
    const logits = draw(6, [2, 3, 3]);
    const labels = [
      [1, 1, 1],
      [1, 2, 1],
    ];
    const of = (options: () => CtcLossOptions) =>
      evaluate(() => ctcLoss(tensor(logits), tensor(labels, "int32"), options()));
    const each = await of(() => ({ reduction: "none", mask: tensor([0, 1]) }));
    expect(each.data[0]).toBe(0);
    expect((await of(() => ({ mask: tensor([0, 1]) }))).data[0]).toBeCloseTo(each.data[1]! / 3, 12);
    expect((await of(() => ({ mask: tensor([0, 1]), reduction: "sum" }))).data[0]).toBeCloseTo(each.data[1]!, 12);
    expect((await of(() => ({ mask: tensor([0, 0]) }))).data[0]).toBe(0);
  });

  it("is NaN for labels that are none and lengths beyond the batch, whatever stands at padding", async () => {
    const logits = draw(7, [1, 3, 3]);
    const loss = async (labels: number[], steps = 3, length = 2) => {
      const result = await evaluate(() =>
        ctcLoss(tensor(logits), tensor([labels], "int32"), {
          inputLengths: tensor([steps], "int32"),
          labelLengths: tensor([length], "int32"),
        }),
      );
      return result.data[0]!;
    };
    for (const bad of [
      [1, 0],
      [3, 1],
      [-1, 1],
    ])
      expect(await loss(bad)).toBeNaN();
    for (const lengths of [
      [4, 2],
      [-1, 2],
      [3, 3],
      [3, -1],
    ] as const) {
      expect(await loss([1, 2], ...lengths)).toBeNaN();
    }
    expect(await loss([1, 99], 3, 1)).toBeCloseTo(await loss([1, -1], 3, 1), 12);
    expect(await loss([1, 2], 0, 0)).toBeCloseTo(0, 12);
    expect(await loss([1, 2], 0, 1)).toBe(Infinity);
  });

  it("takes logits of minus infinity, and logits far apart", async () => {
    const run = (rows: number[][], labels: number[]) =>
      evaluate(() => {
        const scores = tensor([rows]);
        const loss = ctcLoss(scores, tensor([labels], "int32"));
        return { loss, gradient: gradients(loss, [scores])[0]! };
      });
    const never = await run(
      [
        [0, -Infinity],
        [0, 0],
      ],
      [1],
    );
    expect(never.loss.data[0]).toBeCloseTo(Math.log(2), 12);
    const far = await run(
      [
        [1e4, 0],
        [1e4, 0],
      ],
      [1],
    );
    expect(far.loss.data[0]).toBeCloseTo(1e4 - Math.log(2), 8);
    expectClose(far.gradient.data, [0.5, -0.5, 0.5, -0.5], 1e-12);
  });

  it("says that its gradient has none", async () => {
    const twice = () => {
      const scores = tensor([[[1, 2]]]);
      const [first] = gradients(ctcLoss(scores, tensor([[1]], "int32")), [scores]);
      return gradients(reduceSum(mul(first!, first!)), [scores])[0]!;
    };
    await expect(evaluate(twice)).rejects.toThrow("ctcLoss: there is no gradient of its gradient");
  });

  type Options = { blank?: number; reduction?: "sum"; inputLengths?: number[]; mask?: number[] };
  type Refused = [labels: number[], options: Options, says: string];
  const shapes = "ctcLoss expects logits [N, T, V] and int32 labels [N, L], got float32[2,3,3] and";
  it.each<Refused>([
    [[2], {}, `${shapes} int32[2]`],
    [[3, 1], {}, `${shapes} int32[3,1]`],
    [[2, 0], {}, "ctcLoss: labels have no column: pad them to one, and say with labelLengths that it is none"],
    [[2, 1], { blank: 3 }, "ctcLoss: the blank must be one of 3 classes, 0 to 2, got 3"],
    [[2, 1], { inputLengths: [3] }, "ctcLoss expects inputLengths int32[2], got int32[1]"],
    [[2, 1], { reduction: "avg" as "sum" }, 'ctcLoss: there is no reduction "avg", expected none, sum, mean'],
    [[2, 1], { mask: [1] }, "ctcLoss expects a mask of 2 samples, got int32[1]"],
  ])("refuses labels %j with %j", async (labels, { blank = 0, reduction = "sum", ...arrays }, message) => {
    const run = () => {
      const given = Object.fromEntries(Object.entries(arrays).map(([name, array]) => [name, tensor(array, "int32")]));
      return ctcLoss(expand(0, [2, 3, 3]), expand(tensor(1, "int32"), labels), { ...given, blank, reduction });
    };
    await expect(evaluate(run)).rejects.toThrow(message);
  });

  it("computes in float32 what it does in float64 over a thousand steps", async () => {
    const [steps, classes] = [1000, 6];
    const logits = ndarray(Float32Array.from(draw(8, [1, steps, classes]).data), [1, steps, classes]);
    const stream = new RandomStream(9, "labels");
    const labels = [Array.from({ length: 100 }, () => 1 + stream.integer(classes - 1))];
    const graph = trace(
      ({ scores }) => {
        const loss = ctcLoss(scores, tensor(labels, "int32"), { reduction: "sum" });
        return { loss, gradient: gradients(loss, [scores])[0]! };
      },
      { scores: logits },
    );
    const run = async (float64: boolean) => {
      const executable = await referenceBackend({ float64 }).compile(graph);
      return (await executable.run({ scores: logits })).outputs;
    };
    const [rounded, exact] = [await run(false), await run(true)];
    expectClose(rounded["loss"]!.data, exact["loss"]!.data, 1e-6);
    expectClose(rounded["gradient"]!.data, exact["gradient"]!.data, 1e-5);
  });
});
