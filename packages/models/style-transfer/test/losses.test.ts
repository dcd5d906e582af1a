import { evaluate, ndarray, RandomStream, tensor, type NDArray, type Tensor } from "@blockzoo/core";
import {
  contentLoss,
  gramMatrices,
  gramMatrix,
  relativeContentWeights,
  relativeStyleWeights,
  styleLoss,
  totalVariation,
} from "@blockzoo/style-transfer";
import { describe, expect, it } from "vitest";

const [channels, height, width] = [3, 4, 5];
const pixels = height * width;
const draw = (stream: string, deviation = 1, mean = 0): Float32Array =>
  new RandomStream(2, stream).fillNormal(new Float32Array(channels * pixels), mean, deviation);
const maps = (data: Float32Array): NDArray => ndarray(data, [1, channels, height, width]);
const valueOf = async (f: () => Tensor): Promise<number[]> => Array.from((await evaluate(f)).data);
const gramOf = (data: Float32Array) => valueOf(() => gramMatrix(tensor(maps(data))));

function expectClose(actual: readonly number[], expected: readonly number[]): void {
  expect(actual.length).toBe(expected.length);
  actual.forEach((value, index) => expect(value).toBeCloseTo(expected[index]!, 5));
}

describe("a Gram matrix", () => {
  const data = draw("maps");
  const rearranged = (order: Uint32Array, of: (channel: number, pixel: number) => [number, number]) => {
    expect(order.length).toBeGreaterThan(0);
    return Float32Array.from(data, (_, at) => {
      const [channel, pixel] = of(Math.floor(at / pixels), at % pixels);
      return data[channel * pixels + pixel]!;
    });
  };

  it("is the mean of products, divided by the number of channels", async () => {
    const gram = await gramOf(data);
    for (let i = 0; i < channels; i++) {
      for (let j = 0; j < channels; j++) {
        let sum = 0;
        for (let pixel = 0; pixel < pixels; pixel++) sum += data[i * pixels + pixel]! * data[j * pixels + pixel]!;
        expect(gram[i * channels + j]).toBeCloseTo(sum / (channels * pixels), 5);
      }
    }
  });

  it("does not know where things are", async () => {
    const order = new RandomStream(1, "pixels").permutation(pixels);
    expectClose(await gramOf(rearranged(order, (channel, pixel) => [channel, order[pixel]!])), await gramOf(data));
  });

  it("is permuted as the channels are", async () => {
    const order = Uint32Array.of(2, 0, 1);
    const gram = await gramOf(data);
    const permuted = Array.from(gram, (_, at) => gram[order[Math.floor(at / 3)]! * 3 + order[at % 3]!]!);
    expectClose(await gramOf(rearranged(order, (channel, pixel) => [order[channel]!, pixel])), permuted);
  });

  it("refuses what is no set of maps", async () => {
    await expect(evaluate(() => gramMatrix(tensor(ndarray([1, 2]))))).rejects.toThrow(
      "a Gram matrix is made of maps [N, C, H, W], got float32[2]",
    );
  });
});

describe("relative weights", () => {
  const [a, b] = [draw("a"), draw("b", 1000, 500)];
  const tensors = (data: Record<string, Float32Array>) =>
    Object.fromEntries(Object.entries(data).map(([layer, values]) => [layer, tensor(maps(values))]));

  it.each([{ a: 1, b: 1 }, { a: 1, b: 5 }, { b: 3 }])(
    "make the loss 1 where there is no style, with %j",
    async (layers) => {
      const grams = (await evaluate(() => gramMatrices(tensors({ a, b })))) as unknown as Record<string, NDArray>;
      const weights = relativeStyleWeights(grams, layers);
      const none = new Float32Array(a.length);
      const loss = () => styleLoss(tensors({ a: none, b: none }), gramMatrices(tensors({ a, b })), weights);
      expectClose(await valueOf(loss), [1]);
    },
  );

  it("make the loss 1 where there is no content", async () => {
    const weights = relativeContentWeights({ a: maps(a), b: maps(b) }, { a: 1, b: 1 });
    const means = (data: Float32Array) =>
      data.map((_, at) => {
        const from = at - (at % pixels);
        return data.slice(from, from + pixels).reduce((sum, value) => sum + value, 0) / pixels;
      });
    const loss = () => contentLoss(tensors({ a: means(a), b: means(b) }), tensors({ a, b }), weights);
    expectClose(await valueOf(loss), [1]);
  });

  it("leave a layer out that sees nothing, and refuse to compare nothing", () => {
    const black = maps(new Float32Array(a.length));
    expect(relativeContentWeights({ a: black }, { a: 1 })).toEqual({ a: 0 });
    expect(() => relativeContentWeights({ a: black }, { a: 0 })).toThrow(
      "the weights of layers must have a sum above 0",
    );
  });
});

describe("total variation", () => {
  it("is the mean squared step downwards and to the right", async () => {
    const image = ndarray([[[[0, 1, 3], [0, 0, 0]]]]); // prettier-ignore
    // Down: 0, 1, 3 in three places; to the right: 1, 2, 0, 0 in four.
    expectClose(await valueOf(() => totalVariation(tensor(image))), [10 / 3 + 5 / 4]);
  });

  it("refuses an image that has no neighbours", async () => {
    await expect(evaluate(() => totalVariation(tensor(ndarray([[[[1, 2]]]]))))).rejects.toThrow(
      "at least 2 x 2 pixels",
    );
  });
});
