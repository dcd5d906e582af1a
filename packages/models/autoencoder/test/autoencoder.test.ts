import {
  evaluate,
  float32,
  initialize,
  ndarray,
  RandomStream,
  referenceBackend,
  stateOf,
  tensor,
  trace,
  type NDArray,
  type Tensor,
} from "@blockzoo/core";
import { expectClose } from "@blockzoo/testkit";
import { describe, expect, test } from "vitest";
import { Autoencoder, autoencoder, convolutionalCoder, denseCoder, GaussianNoise, MaskingNoise } from "../src/index.js";
import { variants } from "../src/variants.js";

function random(name: string, ...shape: number[]): NDArray {
  const size = shape.reduce((product, each) => product * each);
  return ndarray(new RandomStream(0, name).fillUniform(new Float32Array(size)), shape);
}

/** What a function of a model gives for images, with first weights. */
async function run(model: Autoencoder, f: (x: Tensor) => Tensor, x: NDArray, mode: "train" | "eval" = "eval") {
  const graph = trace((inputs: { x: Tensor }) => f(inputs.x), { x: float32(...x.shape) }, { mode, output: "y", model });
  const executable = await referenceBackend().compile(graph, { weights: initialize(model) });
  return (await executable.run({ x })).outputs["y"]!;
}

test.each(Object.keys(variants))("%s: what is encoded and decoded is what forward gives", async (name) => {
  const { create, graphs } = variants[name as keyof typeof variants];
  const model = create();
  const x = random("images", 2, ...(graphs.forward.input.image.shape.slice(1) as number[]));
  const code = await run(model, (images) => model.encode(images), x);
  expect(code.shape).toEqual([2, graphs.decode.input.code.shape[1]]);
  const image = await run(model, (codes) => model.decode(codes), code);
  expectClose(image, await run(model, (images) => model.forward(images), x), "network", name);
});

test("the network of 2006 has its layers both ways, and logistic units but for the code", () => {
  const shapes = stateOf(autoencoder.create("autoencoder")).map(
    ({ name, value }) => `${name} ${value.shape.join("x")}`,
  );
  expect(shapes.filter((each) => each.includes("weight"))).toEqual([
    "encoder.fc1.weight 1000x784",
    "encoder.fc2.weight 500x1000",
    "encoder.fc3.weight 250x500",
    "encoder.fc4.weight 30x250",
    "decoder.fc4.weight 250x30",
    "decoder.fc3.weight 500x250",
    "decoder.fc2.weight 1000x500",
    "decoder.fc1.weight 784x1000",
  ]);
  const { encoder, decoder } = variants.autoencoder.create();
  expect(Object.keys(encoder)).toEqual("flatten fc1 fc1-logistic fc2 fc2-logistic fc3 fc3-logistic fc4".split(" "));
  expect(Object.keys(decoder)).toEqual("fc4 fc4-logistic fc3 fc3-logistic fc2 fc2-logistic fc1 image".split(" "));
});

test("tied layers have one matrix and two biases", () => {
  const names = stateOf(autoencoder.create("autoencoder-tied")).map(({ name }) => name);
  expect(names.filter((name) => name.endsWith("fc1.weight"))).toEqual(["encoder.fc1.weight"]);
  expect(names.filter((name) => name.endsWith("fc1.bias"))).toEqual(["encoder.fc1.bias", "decoder.fc1.bias"]);
});

test("without a width there is no code", () => {
  expect(() => denseCoder({ image: [1, 2, 2], widths: [] })).toThrow("needs the width of its code at least");
});

test("convolutions refuse images that they cannot halve", () => {
  expect(() => convolutionalCoder({ image: [1, 28, 30], channels: [4, 4], units: 3 })).toThrow(
    "2 stages halve height and width as often, which 28 x 30 pixels do not allow",
  );
});

describe("corruption", () => {
  const ones = ndarray(new Float32Array(20_000).fill(1), [20_000]);

  async function corrupted(noise: MaskingNoise | GaussianNoise) {
    const graph = trace(noise, { x: float32(20_000) }, { mode: "train", output: "y" });
    const executable = await referenceBackend().compile(graph, { seed: 0 });
    return [...(await executable.run({ x: ones }, { step: 3 })).outputs["y"]!.data];
  }
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

  test("masks as many pixels as it says, and leaves the others as they are", async () => {
    const values = await corrupted(new MaskingNoise(0.25));
    expect(new Set(values)).toEqual(new Set([0, 1]));
    // Four standard errors.
    expect(Math.abs(mean(values) - 0.75)).toBeLessThan(4 * Math.sqrt((0.25 * 0.75) / values.length));
  });

  test("adds normal noise of its deviation", async () => {
    const values = await corrupted(new GaussianNoise(0.3));
    expect(Math.abs(mean(values) - 1)).toBeLessThan((4 * 0.3) / Math.sqrt(values.length));
    const variance = mean(values.map((value) => (value - 1) ** 2));
    expect(Math.abs(variance - 0.09)).toBeLessThan(4 * 0.09 * Math.sqrt(2 / values.length));
  });

  test("happens while training only, before the encoder", async () => {
    const coder = () => denseCoder({ image: [1, 2, 2], widths: [3] });
    const [plain, denoising] = [
      new Autoencoder(coder()),
      new Autoencoder(coder(), { corruption: new MaskingNoise(0.5) }),
    ];
    const x = random("images", 4, 1, 2, 2);
    const clean = await run(plain, (images) => plain.forward(images), x);
    expectClose(await run(denoising, (images) => denoising.forward(images), x), clean, "exact", "in use");
    const trained = await run(denoising, (images) => denoising.forward(images), x, "train");
    expect([...trained.data]).not.toEqual([...clean.data]);
  });

  test("refuses what is no probability, or no deviation", () => {
    expect(() => new MaskingNoise(1)).toThrow("MaskingNoise expects a probability of at least 0 and below 1, got 1");
    expect(() => new GaussianNoise(Number.NaN)).toThrow("GaussianNoise expects a deviation of at least 0, got NaN");
  });
});

test("the code of a tied layer goes back by the transposed matrix", async () => {
  const model = new Autoencoder(denseCoder({ image: [1, 1, 3], widths: [2], tied: true }), { pixels: "linear" });
  const weight = initialize(model).get("encoder.fc1.weight")!;
  const back = await run(model, (codes) => model.decode(codes), ndarray([[1, 0], [0, 1]], [2, 2], "float32")); // prettier-ignore
  expectClose(ndarray(Float32Array.from(back.data), [2, 3]), weight, "exact", "rows of the matrix");
  expect(await evaluate(() => tensor(weight))).toMatchObject({ shape: [2, 3] });
});
