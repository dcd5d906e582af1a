import {
  Block,
  Conv2d,
  conv,
  flatten,
  float32,
  initialize,
  Linear,
  LocalResponseNorm,
  MaxPool2d,
  ndarray,
  RandomStream,
  reduceMean,
  referenceBackend,
  relu,
  reshape,
  sigmoid,
  stateOf,
  tensor,
  trace,
  transpose,
  type NDArray,
  type StateDict,
  type Tensor,
} from "@blockzoo/core";
import { LeNet5Modern } from "@blockzoo/lenet";
import { expectClose } from "@blockzoo/testkit";
import { table1, Vgg, vgg } from "@blockzoo/vgg";
import { describe, expect, test } from "vitest";
import { GlyphClassifier, toFullyConvolutional } from "../src/index.js";

const backend = referenceBackend();

function image(channels: number, height: number, width: number): NDArray {
  const values = new RandomStream(0, "image").fillUniform(new Float32Array(channels * height * width));
  return ndarray(values, [1, channels, height, width]);
}

async function run(model: Block, weights: StateDict, x: NDArray): Promise<NDArray> {
  const executable = await backend.compile(trace(model, { x: float32(...x.shape) }), { weights });
  return (await executable.run({ x })).outputs["output"]!;
}

/** A square of an image, from a row and a column on. */
function square(x: NDArray, top: number, left: number, size: number): NDArray {
  return rectangle(x, { top, left, height: size, width: size });
}

/** The scores of one place of a map. */
function at({ shape, data }: NDArray, row: number, column: number): NDArray {
  const [, classes = 0, height = 0, width = 0] = shape;
  const own = Array.from({ length: classes }, (_, index) => data[(index * height + row) * width + column]!);
  return ndarray(own, [1, classes]);
}

/** A head as AlexNet's, with local response normalisation, and no zeros added. */
class SmallAlexNet extends Block {
  readonly conv1 = new Conv2d(2, 6, 5, { stride: 2 });
  readonly norm = new LocalResponseNorm();
  readonly pool = new MaxPool2d(3, { stride: 2 });
  readonly conv2 = new Conv2d(6, 4, 3, { groups: 2 });
  readonly fc1 = new Linear(4 * 3 * 2, 7);
  readonly fc2 = new Linear(7, 3);

  forward(x: Tensor): Tensor {
    const maps = x.pipe(this.conv1, relu, this.norm, this.pool, this.conv2);
    return flatten(maps).pipe(this.fc1, sigmoid, this.fc2);
  }
}

/** A mean over whole maps in the place of dense layers. */
class Averaging extends Block {
  readonly conv = new Conv2d(1, 5, 3);
  readonly fc = new Linear(5, 3, { bias: false });

  forward(x: Tensor): Tensor {
    return this.fc.forward(reduceMean(relu(this.conv.forward(x)), { axes: [2, 3] }));
  }
}

describe("toFullyConvolutional", () => {
  test.each([
    { name: "LeNet", create: () => new LeNet5Modern(), size: [1, 32, 32], stride: 4, large: [1, 48, 41] },
    { name: "a head of 3x2", create: () => new SmallAlexNet(), size: [2, 25, 21], stride: 4, large: [2, 34, 33] },
    { name: "an average", create: () => new Averaging(), size: [1, 8, 8], stride: 1, large: [1, 10, 9] },
    {
      name: "the glyph classifier",
      create: () => new GlyphClassifier(4),
      size: [1, 32, 32],
      stride: 4,
      large: [1, 37, 44],
    },
  ] as const)("gives the scores of every window of an image: $name", async ({ create, size, stride, large }) => {
    const model = create();
    const weights = initialize(model, { seed: 3 });
    const x = image(large[0], large[1], large[2]);
    const map = await run(toFullyConvolutional(model, size), weights, x);
    const [, , rows = 0, columns = 0] = map.shape;
    expect([rows, columns]).toEqual(
      [0, 1].map((axis) => Math.floor((large[axis + 1]! - size[axis + 1]!) / stride) + 1),
    );
    expect(rows * columns).toBeGreaterThan(1);
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const own = rectangle(x, { top: row * stride, left: column * stride, height: size[1], width: size[2] });
        const name = `window ${row}, ${column}`;
        expectClose(at(map, row, column), await run(model, weights, own), "block", name);
      }
    }
  });

  test("keeps the names and shapes of the classifier's state", () => {
    const model = new LeNet5Modern();
    const described = (block: Block) => stateOf(block).map(({ name, value }) => [name, value.shape]);
    expect(described(toFullyConvolutional(model, [1, 32, 32]))).toEqual(described(model));
  });

  test("a VGG-16 gives 6x6 scores for 384x384", () => {
    const model = toFullyConvolutional(new Vgg({ stages: table1.D }), [3, 224, 224]);
    const { outputs } = trace(model, { x: float32("N", 3, 384, 384) });
    expect(outputs[0]!.tensor.shape).toEqual(["N", 1000, 6, 6]);
  });

  test("passes shifted by half a stride interleave to a map of twice the resolution", async () => {
    const model = new GlyphClassifier(3);
    const weights = initialize(model);
    const dense = toFullyConvolutional(model, [1, 32, 32]);
    const x = image(1, 44, 44);
    // Images that begin half a stride later show what lies between (section 3.2).
    const passes = await Promise.all(
      [0, 2].map(async (top) => Promise.all([0, 2].map((left) => run(dense, weights, square(x, top, left, 40))))),
    );
    for (const [row, column] of [
      [0, 0],
      [1, 2],
      [3, 1],
      [5, 5],
    ] as const) {
      const pass = passes[row % 2]![column % 2]!;
      const scores = at(pass, Math.floor(row / 2), Math.floor(column / 2));
      expectClose(scores, await run(model, weights, square(x, 2 * row, 2 * column, 32)), "block", `${row}, ${column}`);
    }
  });

  test("where convolutions add zeros, scores are near those of the windows", async () => {
    const model = vgg.create("vgg-mini-a");
    const weights = initialize(model, { seed: 1 });
    const x = image(1, 96, 96);
    const map = await run(toFullyConvolutional(model, [1, 32, 32]), weights, x);
    expect(map.shape).toEqual([1, 10, 5, 5]);
    const [inside, cut]: [number[], number[]] = [[], []];
    for (let place = 0; place < 25; place++) {
      const [row, column] = [Math.floor(place / 5), place % 5];
      inside.push(...at(map, row, column).data);
      cut.push(...(await run(model, weights, square(x, row * 16, column * 16, 32))).data);
    }
    expect(correlation(inside, cut)).toBeGreaterThan(0.9);
  });

  test("says which block does something that has no meaning for windows", () => {
    class Transposing extends Block {
      readonly fc = new Linear(16, 2);
      forward(x: Tensor): Tensor {
        return this.fc.forward(flatten(transpose(x, [0, 1, 3, 2])));
      }
    }
    class Positions extends Block {
      readonly fc = new Linear(16, 2);
      forward(x: Tensor): Tensor {
        const bias = tensor(ndarray(new Float32Array(16), [4, 4]));
        return this.fc.forward(flatten(relu(reshape(x, x.shape)).pipe((y) => conv(y, reshape(bias, [1, 1, 4, 4])))));
      }
    }
    const convert = (model: Block) => trace(toFullyConvolutional(model, [1, 4, 4]), { x: float32(1, 1, 8, 8) });
    expect(() => convert(new Transposing())).toThrow("transpose has no meaning for windows of an image");
    expect(() => convert(new Positions())).toThrow("expects 16 input features");
    expect(() => trace(toFullyConvolutional(new Transposing(), [1, 4, 4]), { x: float32(1, 3, 8, 8) })).toThrow(
      "expects images [N, 1, H, W], got x float32[1,3,8,8]",
    );
  });
});

function rectangle(
  x: NDArray,
  { top, left, height, width }: { top: number; left: number; height: number; width: number },
): NDArray {
  const [, channels = 0, rows = 0, columns = 0] = x.shape;
  const values = Array.from({ length: channels * height * width }, (_, index) => {
    const [channel, rest] = [Math.floor(index / (height * width)), index % (height * width)];
    return x.data[(channel * rows + top + Math.floor(rest / width)) * columns + left + (rest % width)]!;
  });
  return ndarray(values, [1, channels, height, width]);
}

function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [ofA, ofB] = [mean(a), mean(b)];
  const product = (x: readonly number[], y: readonly number[], mx: number, my: number) =>
    x.reduce((sum, value, index) => sum + (value - mx) * (y[index]! - my), 0);
  return product(a, b, ofA, ofB) / Math.sqrt(product(a, a, ofA, ofA) * product(b, b, ofB, ofB));
}
