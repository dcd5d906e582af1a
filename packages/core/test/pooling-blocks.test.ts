// Pools with a chance, a region or an inverse: identities and expectations.
import { describe, expect, it } from "vitest";
import {
  AdaptiveMaxPool,
  adaptiveAveragePool,
  CornerUnpool2d,
  evaluate,
  float32,
  gradients,
  maxPoolWithSwitches,
  MaxUnpool2d,
  mul,
  ndarray,
  reduceSum,
  referenceBackend,
  RoiPool2d,
  StochasticPool2d,
  tensor,
  tolerances,
  trace,
} from "../src/index.js";
import { drawn, largest, numbers } from "./support.js";

const whole = [[0, 0, 0, 4, 3]];

describe("unpooling", () => {
  it("puts the maxima of overlapping windows where they stood, and what two windows chose twice", async () => {
    const restored = await numbers(() => {
      const { values, switches } = maxPoolWithSwitches(tensor([[[[1, 5, 2, 0, 7]]]]), {
        kernel: [1, 3],
        strides: [1, 2],
      });
      return new MaxUnpool2d([1, 3], { stride: [1, 2] }).forward(values, switches);
    });
    expect(restored).toEqual([0, 5, 0, 0, 7]);
    const twice = await numbers(() => {
      const { values, switches } = maxPoolWithSwitches(tensor([[[[1, 2, 5, 0, 4]]]]), {
        kernel: [1, 3],
        strides: [1, 2],
      });
      return new MaxUnpool2d([1, 3], { stride: [1, 2] }).forward(values, switches);
    });
    expect(twice).toEqual([0, 0, 10, 0, 0]);
  });

  it("at fixed corners puts each value at the top left of its block", async () => {
    const block = new CornerUnpool2d(2);
    expect(await numbers(() => block.forward(tensor([[[[1, 2]]]])))).toEqual([1, 0, 2, 0, 0, 0, 0, 0]);
    const { outputs } = trace(block, { x: float32("N", 3, 4, 5) });
    expect(outputs.map(({ tensor: { shape } }) => shape)).toEqual([["N", 3, 8, 10]]);
  });
});

describe("adaptive pooling", () => {
  it("to the size that there is changes nothing", async () => {
    const x = drawn(2, 3, 4, 5);
    const { mean, most } = await evaluate(() => ({
      mean: adaptiveAveragePool(tensor(x), [4, 5]),
      most: new AdaptiveMaxPool([4, 5]).forward(tensor(x)),
    }));
    expect([largest(mean, x), largest(most, x)]).toEqual([0, 0]);
  });

  it("gives the gradient of an element in two bins to it twice, and of ties to the first", async () => {
    const slopes = await numbers(() => {
      const x = tensor([[[1, 2, 9, 4, 4]]]);
      return gradients(reduceSum(new AdaptiveMaxPool(3).forward(x)), [x])[0]!;
    });
    // Bins are 0-1, 1-3 and 3-4.
    expect(slopes).toEqual([0, 1, 1, 1, 0]);
  });
});

describe("stochastic pooling", () => {
  const window = [0.5, 0, 1.5, 2];
  const total = 4;
  const expectation = window.reduce((sum, a) => sum + (a * a) / total, 0);
  const draws = 20_000;
  const copies = ndarray(
    Float32Array.from({ length: 4 * draws }, (_, i) => window[i % 4]!),
    [draws, 1, 2, 2],
  );
  const run = async (mode: "train" | "eval") => {
    const graph = trace(
      ({ x }) => {
        const y = new StochasticPool2d(2).forward(x);
        return { y, slope: gradients(reduceSum(y), [x])[0]! };
      },
      { x: float32(draws, 1, 2, 2) },
      { mode },
    );
    return (await (await referenceBackend().compile(graph, { seed: 5 })).run({ x: copies })).outputs;
  };

  it("draws each activation in proportion to it; the mean of 20,000 draws is the expectation within 1 %", async () => {
    const { y, slope } = await run("train");
    const values = [...y!.data];
    const mean = values.reduce((sum, value) => sum + value, 0) / draws;
    expect(Math.abs(mean / expectation - 1)).toBeLessThan(0.01);
    for (const a of window) {
      expect(values.filter((value) => value === a).length / draws).toBeCloseTo(a / total, 1);
    }
    // The gradient goes to the drawn one alone.
    values.forEach((value, draw) => expect(slope!.data[4 * draw + window.indexOf(value)]).toBe(1));
    expect([...slope!.data].reduce((sum, each) => sum + each)).toBe(draws);
  });

  it("gives the expectation itself in eval mode", async () => {
    const { y } = await run("eval");
    expect(new Set(y!.data)).toEqual(new Set([Math.fround(expectation)]));
  });

  it("makes zero of a window of zeros, in both modes, with a gradient that is a number", async () => {
    for (const mode of ["train", "eval"] as const) {
      const { y, slope } = await evaluate(
        () => {
          const x = tensor(ndarray(new Float32Array(4), [1, 1, 2, 2]));
          const y = new StochasticPool2d(2).forward(x);
          return { y, slope: gradients(reduceSum(y), [x])[0]! };
        },
        { mode },
      );
      expect([...y.data]).toEqual([0]);
      expect([...slope.data].every(Number.isFinite)).toBe(true);
    }
  });
});

describe("RoI pooling", () => {
  it("of the whole map to its own size is the identity", async () => {
    const x = drawn(1, 3, 4, 5);
    const y = await evaluate(() => new RoiPool2d([4, 5]).forward(tensor(x), tensor(whole)));
    expect([...y.data]).toEqual([...x.data]);
  });

  it("gives 0 for a bin outside the map", async () => {
    const y = await numbers(() => new RoiPool2d([1, 2]).forward(tensor([[[[-1, -2, -3]]]]), tensor([[0, 2, 0, 5, 0]])));
    // The region is the columns 2 to 5, of which the map has the first only.
    expect(y).toEqual([-3, 0]);
  });

  it("sends the gradient to the first maximum of each bin alone", async () => {
    const slopes = await numbers(() => {
      const x = tensor([
        [
          [
            [0, 7, 7, 1],
            [7, 0, 2, 3],
          ],
        ],
      ]);
      const y = new RoiPool2d([1, 2]).forward(x, tensor([[0, 0, 0, 3, 1]]));
      return gradients(reduceSum(mul(y, tensor([[[[10, 20]]]]))), [x])[0]!;
    });
    expect(slopes).toEqual([0, 10, 20, 0, 0, 0, 0, 0]);
  });

  it("says what regions are", () => {
    const run = () =>
      trace(({ x, rois }) => new RoiPool2d(2).forward(x, rois), { x: float32(1, 1, 4, 4), rois: float32(3, 4) });
    expect(run).toThrow("expects regions [R, 5] of batch index, x0, y0, x1, y1, got float32[3,4]");
  });

  it("differs from the mean of its bins only by rounding: a constant map stays constant", async () => {
    const map = ndarray(new Float32Array(64).fill(0.25), [1, 1, 8, 8]);
    const y = await evaluate(() => new RoiPool2d(3).forward(tensor(map), tensor([[0, 1, 2, 5, 7]])));
    expect(Math.max(...[...y.data].map((value) => Math.abs(value - 0.25)))).toBeLessThan(tolerances.exact);
  });
});
