import {
  Block,
  float32,
  initialize,
  Linear,
  ndarray,
  referenceBackend,
  reshape,
  type StateDict,
  type Tensor,
} from "@blockzoo/core";
import { encodePng, type RawImage } from "@blockzoo/data/images";
import { openVariant, type Answer } from "@blockzoo/family";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { autoencoder, imageCoding } from "../src/index.js";

/** Two pixels, and a code of one number: how bright both are. It gives twice as much of it back. */
class Brightness extends Block {
  readonly down = new Linear(2, 1, { bias: false });
  readonly up = new Linear(1, 2, { bias: false });

  encode(image: Tensor): Tensor {
    return this.down.forward(reshape(image, ["N", 2]));
  }
  decode(code: Tensor): Tensor {
    return reshape(this.up.forward(code), ["N", 1, 1, 2]);
  }
  forward(image: Tensor): Tensor {
    return this.decode(this.encode(image));
  }
}

const weights: StateDict = new Map([
  ["down.weight", ndarray([[0.5, 0.5]])],
  ["up.weight", ndarray([[2], [1]])],
]);

const variant = {
  summary: "two pixels",
  create: () => new Brightness(),
  task: imageCoding(),
  graphs: {
    forward: { input: { image: float32("N", 1, 1, 2) }, output: "reconstruction" },
    encode: { input: { image: float32("N", 1, 1, 2) }, output: "code" },
    decode: { input: { code: float32("N", 1) }, output: "reconstruction" },
  },
  params: 4,
};
const meaning = { preprocessing: { kind: "image", channels: 1, resize: [1, 2], mean: [0.5], deviation: [0.5] } };

const open = () => openVariant({ variant, weights, meaning, source: "test:weights", backend: referenceBackend() });
const grey = (...data: number[]): RawImage => ({ width: 2, height: 1, channels: 1, data: Uint8Array.from(data) });
const pixels = (images: readonly RawImage[]) => images.map(({ data }) => [...data]);

describe("an image coder", () => {
  test("encodes, decodes and reconstructs, with the normalising undone and values cut off", async () => {
    const { use } = await open();
    expect(use.codeLength).toBe(1);
    // Prepared, the pixels are 1 and 0.2; their mean is the code.
    const { shape, data } = await use.encode([grey(255, 153), grey(0, 0)]);
    expect(shape).toEqual([2, 1]);
    expect(data[0]).toBeCloseTo(0.6, 6);
    expect(data[1]).toBeCloseTo(-1, 6);
    // 0.6 gives 1.2 and 0.6: above white, and 0.8 of it.
    expect(pixels(await use.decode(ndarray(Float32Array.of(0.6, 0), [2, 1])))).toEqual([[255, 204], [128, 128]]); // prettier-ignore
    expect(pixels(await use.reconstruct([grey(255, 153)]))).toEqual([[255, 204]]);
  });

  test("goes from one image to another in equal steps of the code; the ends are the reconstructions", async () => {
    const { use } = await open();
    const [from, to] = [grey(51, 51), grey(155, 155)];
    const way = await use.interpolate(from, to, { steps: 5 });
    expect(way).toHaveLength(5);
    expect(pixels([way[0]!, way[4]!])).toEqual(pixels(await use.reconstruct([from, to])));
    expect(pixels(way).map(([, second]) => second)).toEqual([51, 77, 103, 129, 155]);
  });

  test("takes images in colour, with alpha, and of any size", async () => {
    const { use } = await open();
    const colour: RawImage = { width: 4, height: 4, channels: 3, data: new Uint8Array(48).fill(153) };
    const transparent: RawImage = { width: 1, height: 1, channels: 4, data: Uint8Array.of(0, 0, 0, 0) };
    const codes = await use.encode([colour, transparent]);
    expect(codes.data[0]).toBeCloseTo(0.2, 6);
    // What is transparent is white paper.
    expect(codes.data[1]).toBeCloseTo(1, 6);
  });

  test("refuses codes that are none", async () => {
    const { use } = await open();
    const decode = (...values: number[]) => use.decode(ndarray(Float32Array.from(values), [1, values.length]));
    await expect(decode(1, 2)).rejects.toThrow("codes must be [codes, 1] for this network, got [1,2]");
    await expect(decode(Number.NaN)).rejects.toThrow("a code must be numbers, got NaN as number 0 of code 0");
    await expect(use.interpolate(grey(0, 0), grey(0, 0), { steps: 1 })).rejects.toThrow(
      "an interpolation has 2 or more steps, got 1",
    );
  });

  test("needs to know how images are prepared", () => {
    expect(() => variant.task.parseMeaning({}, "brightness.one")).toThrow("brightness.one: preprocessing");
  });
});

describe("the command", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "image-coding-"));
    await writeFile(join(folder, "dark.png"), await encodePng(grey(51, 51)));
    await writeFile(join(folder, "light.png"), await encodePng(grey(153, 153)));
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function answer(input: string): Promise<Answer> {
    const opened = await open();
    const command = await variant.task.command();
    return command.answer({ ...opened, input, settings: { steps: 3 }, top: 5, note: () => undefined });
  }

  test("shows the code and the error of an image, and writes its reconstruction", async () => {
    const { text, json, files } = await answer(join(folder, "dark.png"));
    expect(text).toContain("code of 1 numbers: -0.60");
    expect(json["code"]).toHaveLength(1);
    // -1.2 and -0.6 of -0.6 twice.
    expect(json["squaredError"]).toBeCloseTo(0.18, 6);
    expect(json["image"]).toEqual({ width: 2, height: 1, channels: 1, count: 1 });
    expect(Object.keys(files)).toEqual([".png", ".npy"]);
  });

  test("lays images from one to another side by side, with a gap of two pixels", async () => {
    const input = JSON.stringify({ from: join(folder, "dark.png"), to: join(folder, "light.png") });
    expect((await answer(input)).json["image"]).toEqual({ width: 10, height: 1, channels: 1, count: 3 });
  });

  test("decodes a code", async () => {
    expect((await answer('{"code": [0.25]}')).json["image"]).toEqual({ width: 2, height: 1, channels: 1, count: 1 });
  });

  test("says what is wrong with what it is given", async () => {
    await expect(answer("{from: 3}")).rejects.toThrow("{from: 3}: is no JSON, expected an image");
    await expect(answer('{"from": "a.png"}')).rejects.toThrow('{"from": "a.png"}: to: expected a text, found nothing');
    await expect(answer('{"code": [1, 2]}')).rejects.toThrow("codes must be [codes, 1] for this network, got [1,2]");
    await expect(answer('{"code": ["a"]}')).rejects.toThrow('{"code": ["a"]}: code');
    await expect(answer(join(folder, "none.png"))).rejects.toThrow("none.png");
  });
});

test("images of another size than the network's are an error, not an answer", async () => {
  const mini = autoencoder.variants["autoencoder-mini"];
  const { use } = await openVariant({
    variant: mini,
    weights: initialize(mini.create()),
    meaning: { preprocessing: { ...mini.meaning.preprocessing, resize: [8, 8] } },
    source: "test:weights",
    backend: referenceBackend(),
  });
  await expect(use.encode([grey(0, 0)])).rejects.toThrow("16");
});
