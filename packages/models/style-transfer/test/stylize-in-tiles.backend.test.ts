import { onnxruntime } from "@blockzoo/backend-onnxruntime";
import { initialize, type Backend } from "@blockzoo/core";
import type { RawImage } from "@blockzoo/data/images";
import { Trunk } from "@blockzoo/style-transfer";
import { stylize, stylizeInTiles, type StylizeOptions, type Stylized } from "@blockzoo/style-transfer/optimization";
import { VggFeatures } from "@blockzoo/vgg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

let backend: Backend;
beforeAll(async () => (backend = await onnxruntime()));
afterAll(() => backend.dispose());

/** Random filters, which know textures well enough. */
const trunk = new Trunk(
  new VggFeatures({ stages: [["conv3-8", "conv3-8"], ["conv3-16"]] }),
  { mean: [0.5, 0.5, 0.5], deviation: [0.25, 0.25, 0.25] },
  { content: { relu2_1: 1 }, style: { relu1_1: 1, relu1_2: 1, relu2_1: 1 } },
);
const weights = initialize(trunk);

function drawn(
  width: number,
  height: number,
  pixel: (x: number, y: number) => readonly [number, number, number],
): RawImage {
  const values = Array.from({ length: width * height }, (_, index) => pixel(index % width, Math.floor(index / width)));
  return { width, height, data: Uint8ClampedArray.from(values.flat(), (value) => 255 * value) };
}

/** Two tiles side by side. */
const [width, height] = [600, 24];
const waves = drawn(width, height, (x, y) => [0.5 + 0.3 * Math.sin(x / 6), 0.4 + (0.3 * y) / height, 0.4]);
const stripes = drawn(64, 64, (x, y) => (Math.sin((x + y) / 2) > 0 ? [0.9, 0.8, 0.2] : [0.1, 0.1, 0.5]));

const paint = (options: Partial<StylizeOptions> = {}): Promise<Stylized> =>
  stylizeInTiles({ content: waves, style: stripes, trunk, weights, backend, size: width, steps: 12, ...options });

/** Paints until a step, then stops. */
async function stoppedAfter(last: number): Promise<Stylized> {
  const controller = new AbortController();
  return paint({
    signal: controller.signal,
    onProgress: ({ step }) => {
      if (step >= last) controller.abort();
    },
  });
}

/** The mean difference of neighbours from left to right, in columns of an image. */
function roughness({ width: across, height: down, data }: RawImage, from: number, to: number): number {
  let sum = 0;
  for (let y = 0; y < down; y++)
    for (let at = 3 * (y * across + from); at < 3 * (y * across + to); at++) sum += Math.abs(data[at]! - data[at + 3]!);
  return sum / (3 * down * (to - from));
}

describe("stylizeInTiles", () => {
  it("is stylize where one piece is enough", async () => {
    const options = { content: waves, style: stripes, trunk, weights, backend, size: 500, steps: 3 };
    const [whole, tiles] = [await stylize(options), await stylizeInTiles(options)];
    expect(tiles.image).toEqual(whole.image);
    expect(tiles.history).toEqual(whole.history);
  });

  it("paints a larger picture as a whole, then in two tiles that leave no seam", async () => {
    const pictures: RawImage[] = [];
    const { image, history, reason } = await paint({
      onProgress: ({ steps, image: picture }) => {
        expect(steps).toBe(16);
        const shown = picture();
        if (shown.width === width) pictures.push(shown);
      },
    });
    expect(image).toMatchObject({ width, height });
    expect(reason).toBe("steps");
    expect(history.at(-1)!.step).toBe(16);
    // Both tiles are worked on, the left one first.
    const changed = (a: RawImage, b: RawImage, from: number, to: number) =>
      a.data.some((value, at) => (at / 3) % width >= from && (at / 3) % width < to && value !== b.data[at]);
    const [begun, , left] = pictures as [RawImage, RawImage, RawImage];
    expect([changed(begun, left, 0, 260), changed(begun, left, 340, 600)]).toEqual([true, false]);
    expect([changed(left, image, 0, 260), changed(left, image, 340, 600)]).toEqual([false, true]);
    // Where tiles meet, strokes are no weaker than elsewhere, and there is no edge.
    for (let x = 0; x < width; x += 20) {
      const change = roughness(image, x, x + 19) / roughness(begun, x, x + 19);
      expect(change).toBeGreaterThan(1);
      expect(change).toBeLessThan(1.2);
    }
  });

  it.each([5, 13, 15])("is stopped after step %i, and goes on to the same picture", async (step) => {
    const stopped = await stoppedAfter(step);
    expect(stopped.reason).toBe("aborted");
    expect(stopped.image).toMatchObject({ width, height });
    const { image, history } = await paint({ resume: stopped.state });
    expect(image).toEqual((await paint()).image);
    expect(history.at(-1)!.step).toBe(16);
  });

  it("paints over a picture that is given, at its own size alone", async () => {
    const { history, image } = await paint({ start: waves });
    expect(history[0]!.step).toBe(12);
    expect(image.data).not.toEqual(waves.data);
  });

  it("paints a panorama whose shorter side would be too small at the size of one piece", async () => {
    const { image, reason } = await paint({ content: drawn(700, 18, () => [0.5, 0.4, 0.3]), size: 700, steps: 3 });
    expect({ ...image, reason }).toMatchObject({ width: 700, height: 18, reason: "steps" });
  });

  it("refuses the state of another picture, and sizes beyond its bound", async () => {
    const { state } = await stoppedAfter(13);
    await expect(paint({ resume: state, size: 560 })).rejects.toThrow("is no state of a picture of 560 x 22 pixels");
    await expect(paint({ size: 4097 })).rejects.toThrow("can have up to 4096 pixels, got 4097");
  });
});
