import { readFileSync } from "node:fs";
import { onnxruntime } from "@blockzoo/backend-onnxruntime";
import type { Backend } from "@blockzoo/core";
import { shapeLabels, shapes, type ShapesOptions } from "@blockzoo/data";
import { describeWeights } from "@blockzoo/family-checks";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { detection, intersectionOverUnion } from "../src/index.js";
import { regions } from "./regions.js";

const golden = JSON.parse(readFileSync(new URL("./golden/logits.json", import.meta.url), "utf8")) as {
  readonly [tag: string]: number[];
};

// Three hundred images with 338 regions each take half a minute: `pnpm test:recipes --only roi-detector.one-shape`.
describeWeights(detection, {
  backend: () => onnxruntime(),
  golden,
  inputs: { "roi-detector.one-shape": { regions } },
  measured: ["heat-detector.one-shape"],
});

/** A drawn image, and what is in it. */
function draw(options: Omit<ShapesOptions, "count">) {
  const { x, boxes, classes } = shapes({ count: 1, ...options }).gather([0]);
  const [, , height, width] = x!.shape as [number, number, number, number];
  const truth = Array.from(classes!.data, (label, index) => {
    const [left, top, across, down] = boxes!.data.subarray(4 * index, 4 * index + 4) as unknown as number[];
    return { label: shapeLabels[label]!, box: { x: left!, y: top!, width: across!, height: down! } };
  });
  return { image: { width, height, data: Uint8Array.from(x!.data, (value) => Math.round(255 * value)) }, truth };
}

describe("load", () => {
  let backend: Backend;
  beforeAll(async () => {
    backend = await onnxruntime();
  });
  afterAll(() => backend.dispose());

  test.each(["heat-detector.one-shape", "roi-detector.one-shape"] as const)("%s finds one shape", async (tag) => {
    const detector = await detection.load(tag, { backend });
    expect(detector.labels).toEqual(["circle", "square", "triangle"]);
    for (const seed of [100, 101, 102, 103, 104]) {
      const { image, truth } = draw({ seed, size: 48, perImage: 1, radius: [5, 10] });
      const found = await detector.detect(image);
      expect(found.map(({ label }) => label)).toEqual(truth.map(({ label }) => label));
      expect(intersectionOverUnion(found[0]!.box, truth[0]!.box)).toBeGreaterThan(0.5);
    }
    detector.dispose();
  });

  test("a heat map finds several shapes in an image of another size", async () => {
    const detector = await detection.load("heat-detector.one-shape", { backend });
    const { image, truth } = draw({ seed: 8, size: 96, perImage: 3, radius: [5, 10] });
    const found = await detector.detect(image);
    for (const { label, box } of truth) {
      const same = found.filter((each) => each.label === label && intersectionOverUnion(each.box, box) > 0.5);
      expect(same).toHaveLength(1);
    }
    expect(found).toHaveLength(truth.length);
    detector.dispose();
  });

  test.each(["heat-detector.one-shape", "roi-detector.one-shape"] as const)(
    "%s finds nothing in an empty image",
    async (tag) => {
      const detector = await detection.load(tag, { backend });
      const data = new Uint8Array(48 * 48).fill(12);
      expect(await detector.detect({ width: 48, height: 48, data })).toEqual([]);
      detector.dispose();
    },
  );
});
