import { describe, expect, test } from "vitest";
import { Block, float32, mul, referenceBackend, type Tensor } from "@blockzoo/core";
import type { ImagePreprocessing } from "@blockzoo/data/images";
import { forward, openVariant } from "@blockzoo/family";
import { classesDrill } from "@blockzoo/tasks/drills";
import { objectDetection, type BoxFinder, type DetectOptions, type Found } from "../src/index.js";

class Scores extends Block {
  forward(image: Tensor): Record<"scores" | "twice", Tensor> {
    return { scores: image, twice: mul(image, 2) };
  }
}

const inInput: readonly Found[] = [
  { index: 1, probability: 0.6, box: { x: 1, y: 2, width: 3, height: 4 } },
  { index: 2, probability: 0.9, box: { x: 0, y: 0, width: 2, height: 2 } },
  { index: 1, probability: 0.2, box: { x: 5, y: 5, width: 1, height: 1 } },
];

const finder = { graphs: ["forward"], drill: async () => classesDrill } as const;
const fixed: BoxFinder<"forward"> = { ...finder, ignored: ["nothing"], find: async () => inInput };
const steps: ImagePreprocessing = { kind: "image", channels: 1, resize: [8, 10], mean: [0], deviation: [1] };
const image = { width: 20, height: 24, channels: 1, data: new Uint8Array(480).fill(100) } as const;

async function detectorOf(found: BoxFinder<"forward">, preprocessing: ImagePreprocessing = steps) {
  const variant = {
    summary: "the image",
    create: () => new Scores(),
    task: objectDetection(found),
    graphs: forward({ image: float32("N", 1, "H", "W") }, "scores"),
    params: 0,
  };
  const meaning = { preprocessing, labels: ["nothing", "cat", "dog"] };
  const opened = { variant, weights: new Map(), meaning, source: "pets.safetensors", backend: referenceBackend() };
  return (await openVariant(opened)).use;
}

const detect = async (options?: DetectOptions, preprocessing?: ImagePreprocessing) =>
  (await detectorOf(fixed, preprocessing)).detect(image, options);

describe("a detector", () => {
  test("names what is no background", async () => {
    expect((await detectorOf(fixed)).labels).toEqual(["cat", "dog"]);
  });

  test("gives boxes in pixels of the given image, the most probable first", async () => {
    // 20 x 24 pixels became 10 x 8.
    expect(await detect()).toEqual([
      { label: "dog", probability: 0.9, box: { x: 0, y: 0, width: 4, height: 6 } },
      { label: "cat", probability: 0.6, box: { x: 2, y: 6, width: 6, height: 12 } },
    ]);
  });

  test("takes the border and what was cut off into account, and keeps boxes within the image", async () => {
    // Scaled to 20 x 24, of which the middle 10 x 8 stay, with a border of 1.
    const [dog, cat] = await detect({}, { ...steps, resize: [24, 20], crop: [8, 10], pad: 1 });
    expect([dog!.box, cat!.box]).toEqual([
      { x: 4, y: 7, width: 2, height: 2 },
      { x: 5, y: 9, width: 3, height: 4 },
    ]);
    const [padded] = await detect({}, { ...steps, resize: [24, 20], pad: 1 });
    expect(padded!.box).toEqual({ x: 0, y: 0, width: 1, height: 1 });
  });

  test("leaves out what is not probable, and what is too many", async () => {
    expect(await detect({ threshold: 0.95 })).toEqual([]);
    expect(await detect({ threshold: 0 })).toHaveLength(3);
    expect((await detect({ top: 1 })).map(({ label }) => label)).toEqual(["dog"]);
  });

  test.each<[string, DetectOptions]>([
    ["the threshold must be between 0 and 1, got 2", { threshold: 2 }],
    ["the threshold must be between 0 and 1, got NaN", { threshold: NaN }],
    ["top must be a positive whole number, got 0", { top: 0 }],
  ])("says: %s", async (message, options) => {
    await expect(detect(options)).rejects.toThrow(message);
  });

  test("asks the network for all its outputs, as often as its finder likes", async () => {
    const seen: number[] = [];
    const asking: BoxFinder<"forward"> = {
      ...finder,
      async find(input, { forward: network }) {
        const first = await network.outputs({ image: input });
        const second = await network.outputs({ image: first["twice"]! });
        seen.push(second["twice"]!.data[0]!, input.shape.length);
        return [];
      },
    };
    expect(await (await detectorOf(asking)).detect(image)).toEqual([]);
    expect(seen).toEqual([expect.closeTo((4 * 100) / 255, 5), 4]);
  });
});
