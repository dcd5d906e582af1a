import { BlockzooError, evaluate, ndarray, RandomStream, tensor } from "@blockzoo/core";
import { expectClose } from "@blockzoo/testkit";
import { expect, test } from "vitest";
import { ConvolutionalDbn } from "../../src/convolutional/convolutional-dbn.js";

const layers = [
  { filters: 3, kernel: 3, pooling: 2 },
  { filters: 2, kernel: 2, pooling: 1 },
] as const;
const image = ndarray(new RandomStream(0, "image").fillUniform(new Float64Array(2 * 64)), [2, 1, 8, 8]);

test("each layer sees the pooling units of the one below, and has its own free energy", async () => {
  const stack = new ConvolutionalDbn({ layers });
  const { top, first, second, energies, ofFirst, ofSecond } = await evaluate(
    () => {
      const pooled = stack.layers[0]!.forward(tensor(image));
      return {
        top: stack.forward(tensor(image)),
        first: stack.up(tensor(image), 1),
        second: stack.layers[1]!.forward(pooled),
        energies: stack.freeEnergies(tensor(image)),
        ofFirst: stack.layers[0]!.freeEnergy(tensor(image)),
        ofSecond: stack.layers[1]!.freeEnergy(pooled),
      };
    },
    { model: stack },
  );
  expect(first.shape).toEqual([2, 3, 3, 3]);
  expect(top.shape).toEqual([2, 2, 2, 2]);
  expectClose(top, second, "exact", "top");
  const expected = [0, 1].flatMap((sample) => [ofFirst.data[sample]!, ofSecond.data[sample]!]);
  expectClose(energies, ndarray(Float64Array.from(expected), [2, 2]), "exact", "energies");
});

test("only the first layer may have normal visible units; there must be one", () => {
  const stack = new ConvolutionalDbn({ channels: 3, visibleUnits: "gaussian", layers });
  expect(stack.layers.map(({ visibleUnits }) => visibleUnits)).toEqual(["gaussian", "bernoulli"]);
  expect(stack.layers.map(({ weight }) => weight.shape)).toEqual([
    [3, 3, 3, 3],
    [2, 3, 2, 2],
  ]);
  expect(() => new ConvolutionalDbn({ layers: [] })).toThrow(BlockzooError);
});
