// Frames, resampling, fixed filters and the teaching blocks, against values made by hand.
import { describe, expect, it } from "vitest";
import {
  add,
  boxBlur,
  circularPad,
  concat,
  Conv2d,
  constantPad,
  emboss,
  evaluate,
  filterImages,
  float32,
  Gate,
  gaussianBlur,
  GlobalMaxPool,
  gradients,
  GroupNorm,
  InstanceNorm2d,
  localResponseNorm,
  maxout,
  mul,
  ndarray,
  neg,
  Neuron,
  reduceSum,
  referenceBackend,
  reflectPad,
  relu,
  replicatePad,
  reshape,
  resize,
  sharpen,
  sobel,
  stack,
  tensor,
  tolerances,
  trace,
  Weight,
  type Tensor,
} from "../src/index.js";
import { drawn, largest, numbers } from "./support.js";

const line = () => tensor([[[1, 2, 3, 4]]]);

describe("frames", () => {
  it("continue a line as their names say", async () => {
    const framed = (pad: (x: Tensor) => Tensor) => numbers(() => pad(line()));
    expect(await framed((x) => constantPad(x, [[1, 2]], 9))).toEqual([9, 1, 2, 3, 4, 9, 9]);
    expect(await framed((x) => reflectPad(x, [[2, 3]]))).toEqual([3, 2, 1, 2, 3, 4, 3, 2, 1]);
    expect(await framed((x) => replicatePad(x, [[2, 1]]))).toEqual([1, 1, 1, 2, 3, 4, 4]);
    expect(await framed((x) => circularPad(x, [[2, 4]]))).toEqual([3, 4, 1, 2, 3, 4, 1, 2, 3, 4]);
  });

  it.each([reflectPad, replicatePad, circularPad])(
    "continue images of a size that is not known yet: %o",
    async (pad) => {
      const numbersOf = async (...sizes: [number | string, number | string]) => {
        const graph = trace(({ x }) => pad(x, [1, 2]), { x: float32("N", 2, ...sizes) });
        const executable = await referenceBackend().compile(graph);
        return (await executable.run({ x: drawn(2, 2, 3, 4) })).outputs["output"];
      };
      expect(await numbersOf("H", "W")).toEqual(await numbersOf(3, 4));
      const framed = trace(({ x }) => circularPad(x, [1, 2]), { x: float32("N", 2, "H", "W") });
      expect(String(framed.outputs[0]!.tensor)).toBe("float32[N,2,H+2,W+4]");
    },
  );

  it("that a kernel uses up leave the size as it was, by its name", () => {
    const conv = new Conv2d(2, 2, 3);
    const graph = trace(({ x }) => add(x, conv.forward(reflectPad(x, 1))), { x: float32("N", 2, "H*2", "W") });
    expect(String(graph.outputs[0]!.tensor)).toBe("float32[N,2,H*2,W]");
    expect(
      String(trace(({ x }) => resize(x, { factor: 2 }), { x: float32("N", 2, "H*2", "W") }).outputs[0]!.tensor),
    ).toBe("float32[N,2,H*4,W*2]");
  });

  it("crop where pads are negative, before they frame", async () => {
    expect(await numbers(() => constantPad(line(), [[-1, -2]]))).toEqual([2]);
    expect(await numbers(() => reflectPad(line(), [[-1, 2]]))).toEqual([2, 3, 4, 3, 2]);
    expect(await numbers(() => circularPad(line(), [[1, -1]]))).toEqual([3, 1, 2, 3]);
  });

  it("are refused where there is nothing to show", () => {
    const run = (pad: (x: Tensor) => Tensor) => () => trace(({ x }) => pad(x), { x: float32(1, 1, 4) });
    expect(run((x) => reflectPad(x, 4))).toThrow("pads [4,4] reach further than the 3 elements that there are");
    expect(run((x) => circularPad(x, 5))).toThrow("reach further than the 4 elements");
    expect(run((x) => replicatePad(x, [1, 1]))).toThrow("one for each of 1 spatial axes");
  });
});

describe("resampling", () => {
  it("between straight lines keeps a ramp a ramp", async () => {
    const ramp = ndarray(
      Float32Array.from({ length: 8 }, (_, i) => i),
      [1, 1, 8],
    );
    const y = await numbers(() => resize(tensor(ramp), { size: 15, mode: "linear", alignCorners: true }));
    y.forEach((value, i) => expect(Math.abs(value - i / 2)).toBeLessThan(tolerances.exact));
  });

  it("keeps constant maps constant, in every mode", async () => {
    const constant = ndarray(new Float32Array(12).fill(3), [1, 1, 3, 4]);
    for (const mode of ["nearest", "linear", "cubic"] as const) {
      const y = await numbers(() => resize(tensor(constant), { size: [7, 2], mode }));
      expect(Math.max(...y.map((value) => Math.abs(value - 3)))).toBeLessThan(tolerances.exact);
    }
  });

  it("by whole factors repeats elements, also of maps whose sizes are names", () => {
    const graph = trace(({ x }) => resize(x, { factor: [2, 3] }), { x: float32("N", 2, "H", "W") });
    expect(graph.outputs[0]!.tensor.shape).toEqual(["N", 2, "H*2", "W*3"]);
  });

  it("says what it cannot do", () => {
    const run = (options: Parameters<typeof resize>[1]) => () =>
      trace(({ x }) => resize(x, options), { x: float32(1, 1, "H", 4) });
    expect(run({ factor: 1.5 })).toThrow("factor must be whole numbers");
    expect(run({ factor: 2, alignCorners: true })).toThrow('no meaning for the mode "nearest"');
    expect(run({ factor: 2, mode: "linear" })).toThrow('needs a number, but the dimension is "H"');
  });
});

describe("fixed filters", () => {
  const point = () =>
    tensor([
      [
        [
          [0, 0, 0],
          [0, 1, 0],
          [0, 0, 0],
        ],
      ],
    ]);
  const edge = () =>
    tensor([
      [
        [
          [0, 0, 1, 1],
          [0, 0, 1, 1],
          [0, 0, 1, 1],
        ],
      ],
    ]);

  it("answer to a point with their kernel, turned by half a turn", async () => {
    expect(await numbers(() => sharpen(point()))).toEqual([0, -1, 0, -1, 5, -1, 0, -1, 0]);
    expect(await numbers(() => emboss(point()))).toEqual([2, 1, 0, 1, 1, -1, 0, -1, -2]);
    const blurred = await numbers(() => boxBlur(point(), 3, { border: "zero" }));
    blurred.forEach((value) => expect(Math.abs(value - 1 / 9)).toBeLessThan(tolerances.exact));
  });

  it("of Sobel answer to edges across their direction alone", async () => {
    expect(await numbers(() => sobel(edge(), "horizontal"))).toEqual([0, 4, 4, 0, 0, 4, 4, 0, 0, 4, 4, 0]);
    expect(new Set(await numbers(() => sobel(edge(), "vertical")))).toEqual(new Set([0]));
  });

  it("that blur keep constant images and the sum of what lies inside", async () => {
    const y = await numbers(() => gaussianBlur(tensor(ndarray(new Float32Array(30).fill(2), [1, 1, 5, 6])), 1.3));
    expect(Math.max(...y.map((value) => Math.abs(value - 2)))).toBeLessThan(tolerances.exact);
  });

  it("treat channels alike and apart", async () => {
    const y = await numbers(() => sharpen(concat([edge(), mul(edge(), 2)], 1)));
    expect(y.slice(12)).toEqual(y.slice(0, 12).map((value) => 2 * value));
  });

  it("want kernels with a middle", () => {
    const run = () => trace(({ x }) => filterImages(x, [[1, 1]]), { x: float32(1, 1, 4, 4) });
    expect(run).toThrow("kernel of odd height and width, got rows of [2]");
  });
});

describe("teaching blocks", () => {
  it("a weight is a product whose slope is its input", async () => {
    const block = new Weight(0.5);
    const { o, slope } = await evaluate(
      () => {
        const o = block.forward(tensor([3]));
        return { o, slope: gradients(reduceSum(o), [block.weight])[0]! };
      },
      { model: block },
    );
    expect([...o.data, ...slope.data]).toEqual([1.5, 3]);
  });

  it("a ReLU neuron that is negative for all data is dead: no gradient moves it", async () => {
    const dead = new Neuron(2, { activation: (x) => relu(add(x, -10)) });
    const slopes = await evaluate(
      () => {
        const o = dead.forward(tensor(drawn(20, 2)));
        return gradients(reduceSum(o), [dead.linear.weight]);
      },
      { model: dead },
    );
    expect([...slopes[0]!.data]).toEqual([0, 0]);
  });

  it("maxout of a value and its negative is the absolute value", async () => {
    const y = await numbers(() => {
      const x = tensor([[-2, 3]]);
      return maxout(reshape(stack([x, neg(x)], 2), [1, 4]), { pieces: 2 });
    });
    expect(y).toEqual([2, 3]);
  });

  it("a gate passes as much of a value as it is open", async () => {
    const gate = new Gate(1, 2);
    const y = await numbers(() => gate.forward(tensor([[0]]), tensor([[4, -6]])), { model: gate });
    const [a, b] = [y[0]! / 4, y[1]! / -6];
    expect(a).toBeGreaterThan(0);
    expect(Math.max(a, b)).toBeLessThan(1);
    expect(() => trace(({ x }) => gate.forward(x, x), { x: float32(3, 1) }, { model: gate })).toThrow(
      "expects a value of 2 features",
    );
  });
});

describe("normalisation", () => {
  it("of instances is that of as many groups as channels", async () => {
    const { instances, groups } = await evaluate(() => {
      const x = tensor(drawn(2, 4, 3, 5));
      return {
        instances: new InstanceNorm2d(4).forward(x),
        groups: new GroupNorm(4, 4, { affine: false }).forward(x),
      };
    });
    expect(largest(instances, groups)).toBe(0);
  });

  it("of local responses follows AlexNet's formula, with alpha divided or not", async () => {
    const values = [1, -2, 3, 0.5, 4, -1];
    const x = () => tensor(ndarray(Float32Array.from(values), [1, 6, 1, 1]));
    const formula = (alpha: number) =>
      values.map((a, i) => {
        const near = values.slice(Math.max(0, i - 2), i + 3).reduce((sum, each) => sum + each * each, 0);
        return a / (2 + alpha * near) ** 0.75;
      });
    for (const divideAlpha of [true, false]) {
      const y = await numbers(() => localResponseNorm(x(), { alpha: 0.1, divideAlpha }));
      const expected = formula(divideAlpha ? 0.1 / 5 : 0.1);
      y.forEach((value, i) => expect(Math.abs(value - expected[i]!)).toBeLessThan(tolerances.exact));
    }
  });
});

describe("global pooling", () => {
  it("finds a maximum wherever it stands", async () => {
    expect(
      await numbers(() =>
        new GlobalMaxPool().forward(
          tensor([
            [
              [1, 9, 3],
              [-5, -4, -6],
            ],
          ]),
        ),
      ),
    ).toEqual([9, -4]);
  });
});
