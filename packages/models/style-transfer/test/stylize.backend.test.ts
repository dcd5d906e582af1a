import { onnxruntime } from "@blockzoo/backend-onnxruntime";
import type { Backend } from "@blockzoo/core";
import { toChannels, type RawImage } from "@blockzoo/data/images";
import { stylize, type StylizeOptions, type StylizePoint } from "@blockzoo/style-transfer/optimization";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { disc, drawn, randomTrunk, waves } from "./painting.js";

let backend: Backend;
beforeAll(async () => {
  backend = await onnxruntime({ threads: 1 });
});
afterAll(() => backend.dispose());

const trunk = randomTrunk();
const images = (side: number) => ({ content: disc(side), style: waves(side) });
const paint = (options: Partial<StylizeOptions> & Pick<StylizeOptions, "content" | "style">) =>
  stylize({ ...trunk, backend, ...options });

/** How alike the brightness of two images is, from -1 to 1. */
function correlation(a: RawImage, b: RawImage): number {
  const [x, y] = [a, b].map((image) => {
    const values = Array.from(toChannels(image, 1).data);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return values.map((value) => value - mean);
  }) as [number[], number[]];
  const product = (p: number[], q: number[]) => p.reduce((sum, value, at) => sum + value * q[at]!, 0);
  return product(x, y) / Math.sqrt(product(x, x) * product(y, y));
}

const ends = (history: readonly StylizePoint[]) => [history[0]!, history.at(-1)!] as const;

describe("stylize", () => {
  it("brings the style loss of noise down a hundred times in 200 steps", async () => {
    const { history, image } = await paint({
      ...images(64),
      start: "noise",
      contentWeight: 0,
      steps: 200,
      coarseToFine: false,
    });
    const [first, last] = ends(history);
    expect(first.styleLoss / last.styleLoss).toBeGreaterThanOrEqual(100);
    expect(image).toMatchObject({ width: 64, height: 64, channels: 3 });
  });

  it("shows the content where that counts for more", async () => {
    const { content, style } = images(64);
    const layers = { content: { relu1_2: 1 }, style: { relu1_1: 1, relu2_1: 1, relu3_1: 1 } };
    const steps = { layers, start: "noise", steps: 120, coarseToFine: false } as const;
    const [faithful, free] = [
      await paint({ content, style, contentWeight: 100, ...steps }),
      await paint({ content, style, contentWeight: 0, ...steps }),
    ];
    expect(correlation(faithful.image, content)).toBeGreaterThanOrEqual(0.8);
    expect(Math.abs(correlation(free.image, content))).toBeLessThan(0.4);
  });

  it("has weights that do what their names say", async () => {
    const losses: StylizePoint[] = [];
    for (const contentWeight of [1e-3, 1e-2, 1e-1, 1, 10]) {
      const { history } = await paint({ ...images(32), contentWeight, steps: 60 });
      losses.push(history.at(-1)!);
    }
    const contents = losses.map(({ contentLoss }) => contentLoss);
    const styles = losses.map(({ styleLoss }) => styleLoss);
    expect(contents).toEqual(contents.toSorted((a, b) => b - a));
    expect(styles).toEqual(styles.toSorted((a, b) => a - b));
    expect(contents[0]! / contents.at(-1)!).toBeGreaterThan(10);
    expect(styles.at(-1)! / styles[0]!).toBeGreaterThan(10);
  });

  it("paints smoother pictures where that is asked for", async () => {
    const roughness = ({ data, width }: RawImage) => {
      let sum = 0;
      for (let at = 3 * width; at < data.length; at++) sum += Math.abs(data[at]! - data[at - 3 * width]!);
      return sum / data.length;
    };
    const run = { ...images(32), start: "noise", steps: 40, coarseToFine: false } as const;
    const [rough, smooth] = [await paint(run), await paint({ ...run, smoothness: 100 })];
    expect(roughness(smooth.image)).toBeLessThan(0.5 * roughness(rough.image));
  });

  it("paints with Adam, and gives the same picture again for a seed", async () => {
    const run = { ...images(32), start: "noise", optimizer: "adam", steps: 30, seed: 4 } as const;
    const [first, again, other] = [await paint(run), await paint(run), await paint({ ...run, seed: 5 })];
    expect(again).toEqual(first);
    expect(other.image.data).not.toEqual(first.image.data);
    const [before, after] = ends(first.history);
    expect(after.loss).toBeLessThan(0.7 * before.loss);
  });

  it("goes from coarse to fine, and tells of it", async () => {
    const sizes = new Set<string>();
    const steps: number[] = [];
    await paint({
      ...images(128),
      steps: 6,
      onProgress(progress) {
        const { width, height } = progress.image();
        sizes.add(`${width}x${height}`);
        steps.push(progress.step);
        expect(progress.steps).toBe(6);
      },
    });
    expect([...sizes]).toEqual(["64x64", "128x128"]);
    expect(steps).toEqual([0, 1, 2, 3, 3, 4, 5, 6]);
  });

  it("keeps the colours of the content where it shall", async () => {
    const { image } = await paint({ ...images(32), keepColors: true, steps: 10 });
    const { data } = images(32).content;
    // What differs is brightness: all channels of a pixel by as much, but where they are cut off.
    const isInside = (value: number) => value > 0 && value < 255;
    const spreads = Array.from({ length: 32 * 32 }, (_, pixel) => {
      const places = [0, 1, 2].map((channel) => 3 * pixel + channel);
      if (!places.every((at) => isInside(image.data[at]!))) return 0;
      const changes = places.map((at) => image.data[at]! - data[at]!);
      return Math.max(...changes) - Math.min(...changes);
    });
    expect(Math.max(...spreads)).toBeLessThanOrEqual(2);
    expect(image.data).not.toEqual(data);
  });
});

describe("images of any kind", () => {
  const grey: RawImage = { ...toChannels(waves(40), 1) };
  const translucent: RawImage = { width: 20, height: 33, channels: 4, data: new Uint8Array(20 * 33 * 4).fill(120) };

  it("are taken: grey ones, some with alpha, of unequal sizes", async () => {
    const { image } = await paint({ content: translucent, style: grey, steps: 2 });
    expect(image).toMatchObject({ width: 20, height: 33, channels: 3 });
    const { image: small } = await paint({ content: grey, style: translucent, size: 24, steps: 2 });
    expect(small).toMatchObject({ width: 24, height: 24 });
  });

  it("are refused where they are too small, too large or no images", async () => {
    const { content, style } = images(32);
    const tiny = drawn([300, 10], () => [1, 0, 0]);
    await expect(paint({ content: tiny, style })).rejects.toThrow(
      "the picture would be 300 x 10 pixels: at least 16 a side",
    );
    await expect(paint({ content, style: tiny })).rejects.toThrow("the style image would be 300 x 10 pixels");
    await expect(paint({ content, style, size: 1200 })).rejects.toThrow(
      "the picture would be 1200 x 1200 pixels: at most 1048576 are painted in one piece",
    );
    const broken = { ...content, data: content.data.slice(1) };
    await expect(paint({ content: broken, style })).rejects.toThrow(
      "an image of 32 x 32 x 3 needs 3072 values, got 3071",
    );
  });

  it("need not show anything", async () => {
    const blank = drawn([32, 32], () => [0.5, 0.5, 0.5]);
    const { reason, image } = await paint({ content: blank, style: blank, steps: 3 });
    expect(reason).not.toBe("not finite");
    expect(image.width).toBe(32);
  });
});

describe("options that make no sense", () => {
  it.each<[string, Partial<StylizeOptions>, string]>([
    ["a weight below 0", { contentWeight: -1 }, "stylize: contentWeight must be a number from 0, got -1"],
    ["no weight at all", { contentWeight: 0, styleWeight: 0 }, "there is nothing to paint"],
    ["half a step", { steps: 0.5 }, "stylize: steps must be a positive whole number, got 0.5"],
    [
      "a layer that the trunk lacks",
      { layers: { content: { relu9_1: 1 }, style: { relu1_1: 1 } } },
      'has no layer "relu9_1"',
    ],
    ["a misspelt name", { contentWeigth: 1 } as object, 'there is no option "contentWeigth"'],
    ["a state of something else", { resume: new Map() }, "what shall be resumed is no state of stylize"],
  ])("are refused: %s", async (_, changed, message) => {
    await expect(paint({ ...images(32), ...changed })).rejects.toThrow(message);
  });
});

describe("painting that was stopped", () => {
  it.each([
    ["lbfgs", 3],
    ["lbfgs", 9],
    ["adam", 9],
  ] as const)("by %s after step %d goes on to the same picture", async (optimizer, stop) => {
    const run = { ...images(128), optimizer, steps: 12 };
    const straight = await paint(run);
    const controller = new AbortController();
    const first = await paint({
      ...run,
      signal: controller.signal,
      onProgress: ({ step }) => {
        if (step === stop) controller.abort();
      },
    });
    expect(first.reason).toBe("aborted");
    expect(first.image).toMatchObject({ width: 128, height: 128 });
    // As they are in a file: single precision.
    for (const { data } of first.state.values()) expect(data).toBeInstanceOf(Float32Array);
    const second = await paint({ ...run, resume: first.state });
    expect(second.image).toEqual(straight.image);
    expect(second.history.at(-1)).toEqual(straight.history.at(-1));
  });

  it("keeps the last good picture where the loss is no number any more", async () => {
    const { content, style } = images(32);
    // A style weight that overflows float32 as soon as anything is compared.
    const { image, reason } = await paint({ content, style, start: "content", styleWeight: 1e39, steps: 5 });
    expect(reason).toBe("not finite");
    expect(image.data).toEqual(Uint8ClampedArray.from(content.data));
  });
});
