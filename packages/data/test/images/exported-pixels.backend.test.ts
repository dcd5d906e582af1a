// The preprocessing that an ONNX model carries makes of any image what `preprocessImage` makes of it, to the bit.
import { float32, RandomStream, trace } from "@blockzoo/core";
import { exportModel, keptSize } from "@blockzoo/onnx";
import * as node from "onnxruntime-node";
import * as web from "onnxruntime-web";
import { describe, expect, it } from "vitest";
import { preprocessImage, type ImagePreprocessing, type RawImage } from "../../src/images/index.js";

const runtimes = { "onnxruntime-node": node, "onnxruntime-web": web } as const;

const steps = {
  "grey, strokes inverted": {
    kind: "image",
    channels: 1,
    resize: [28, 28],
    pad: 2,
    mean: [0.1307],
    deviation: [0.3081],
    foreground: "bright",
  },
  "colour, not square": {
    kind: "image",
    channels: 3,
    resize: [24, 40],
    mean: [0.485, 0.456, 0.406],
    deviation: [0.229, 0.224, 0.225],
  },
  "colour, strokes inverted": {
    kind: "image",
    channels: 3,
    resize: [16, 16],
    pad: 1,
    mean: [0.5, 0.4, 0.3],
    deviation: [0.2, 0.3, 0.4],
    foreground: "bright",
  },
  "shorter side and crop": {
    kind: "image",
    channels: 3,
    resize: 32,
    crop: [28, 27],
    mean: [0.485, 0.456, 0.406],
    deviation: [0.229, 0.224, 0.225],
  },
  "both sides and crop": {
    kind: "image",
    channels: 1,
    resize: [23, 30],
    crop: [20, 20],
    pad: 1,
    mean: [0.5],
    deviation: [0.5],
    foreground: "bright",
  },
} as const satisfies Readonly<Record<string, ImagePreprocessing>>;

const sizes = [
  [28, 28],
  [1, 1],
  [1, 9],
  [3, 2],
  [101, 37],
  [64, 333],
  [240, 320],
] as const;

/** Noise around a level of its own, so that borders of both kinds occur. */
function drawImage(height: number, width: number, channels: 1 | 2 | 3 | 4, seed: number): RawImage {
  const stream = new RandomStream(seed, "pixels", `${height}x${width}x${channels}`);
  const level = stream.integer(256);
  const data = Uint8ClampedArray.from({ length: height * width * channels }, () => level + stream.integer(160) - 80);
  return { width, height, channels, data };
}

/** Batches of two images, of every size with one to four values a pixel: all tests take the same. */
const batches = sizes.flatMap(([height, width]) =>
  ([1, 2, 3, 4] as const).map((values) => {
    const images = [0, 1].map((seed) => drawImage(height, width, values, seed));
    const data = Uint8Array.from(images.flatMap((each) => [...each.data]));
    return { images, data, shape: [2, height, width, values] };
  }),
);

describe.each(Object.entries(steps))("%s", (_, preprocessing) => {
  const { channels, pad, ...size } = { pad: 0, ...preprocessing };
  const shape = [channels, ...keptSize(size).map((side) => side + 2 * pad)];
  const graph = trace(({ input }) => input, { input: float32("N", ...shape) }, { output: "prepared" });
  const model = exportModel(graph, { pixels: preprocessing });

  it.each(["onnxruntime-node", "onnxruntime-web"] as const)("on %s", { timeout: 60_000 }, async (name) => {
    const { InferenceSession, Tensor } = runtimes[name] as typeof node;
    const session = await InferenceSession.create(model);
    for (const { images, data, shape: pixels } of batches) {
      const { prepared } = await session.run({ input: new Tensor("uint8", data, pixels) });
      const expected = images.flatMap((each) => [...preprocessImage(each, preprocessing).data]);
      expect(prepared!.dims).toEqual([2, ...shape]);
      expect(prepared!.data).toEqual(Float32Array.from(expected));
    }
    await session.release();
  });
});
