import { initialize, referenceBackend, float32 } from "@blockzoo/core";
import { decodeImage, type RawImage } from "@blockzoo/data/images";
import { forward, openVariant } from "@blockzoo/family";
import { beforeAll, describe, expect, test } from "vitest";
import { Stylist, type Painter } from "../src/index.js";
import { painting } from "../src/painting/index.js";

const create = () => new Stylist({ widths: [2, 2, 2], residuals: 1 });
const variant = {
  summary: "a small stylist",
  create,
  task: painting(),
  graphs: forward({ image: float32("N", 3, "H", "W") }, "painting", { openSize: 8 }),
  params: 0,
};
const parts = { variant, weights: initialize(create()), meaning: { style: "a test" }, source: "test:weights" };

/** Stripes, of so many values a pixel. */
function stripes(width: number, height: number, channels: 1 | 2 | 3 | 4): RawImage {
  const data = Uint8Array.from({ length: width * height * channels }, (_, at) => {
    const isAlpha = (channels === 2 || channels === 4) && at % channels === channels - 1;
    return isAlpha ? 255 : (Math.floor(at / channels) % 7) * 40;
  });
  return { width, height, channels, data };
}

describe("a painter", () => {
  let painter: Painter;
  beforeAll(async () => {
    painter = (await openVariant({ ...parts, backend: referenceBackend() })).use;
  });

  test("paints an image of any size, in colour and in the size that it has", async () => {
    const painted = await painter.paint(stripes(21, 18, 3));
    expect(painted).toMatchObject({ width: 21, height: 18, channels: 3 });
    expect(painted.data).toHaveLength(21 * 18 * 3);
    expect(painter.style).toBe("a test");
  });

  test("sees grey as colour, and lays what is transparent on white", async () => {
    const colour = await painter.paint(stripes(16, 16, 3));
    expect((await painter.paint(stripes(16, 16, 1))).data).toEqual(colour.data);
    expect((await painter.paint(stripes(16, 16, 4))).data).toEqual(colour.data);
  });

  test("paints what is wider than a tile in tiles, without a seam", async () => {
    const { width, height, data } = await painter.paint(stripes(1100, 16, 3));
    expect([width, height]).toEqual([1100, 16]);
    // The stripes come again every 7 pixels: far from the ends, so must what is painted of them, but for shades in the tones of tiles.
    const at = (x: number) => data[(8 * width + x) * 3]!;
    for (let x = 200; x < 900; x++) expect(Math.abs(at(x) - at(x + 28))).toBeLessThan(8);
  });

  test("refuses what is too small, and what is no image", async () => {
    await expect(painter.paint(stripes(40, 15, 3))).rejects.toThrow(
      "40 x 15 pixels is too small to be painted: at least 16",
    );
    await expect(painter.paint({ width: 16, height: 16, data: new Uint8Array(5) })).rejects.toThrow("got 5 values");
  });

  test("stops when it is asked to", async () => {
    const signal = AbortSignal.abort(new Error("not any more"));
    await expect(painter.paint(stripes(16, 16, 3), { signal })).rejects.toThrow("not any more");
  });
});

test("the command writes what is painted", async () => {
  const { use, networks } = await openVariant({ ...parts, backend: referenceBackend() });
  const command = await variant.task.command();
  const { encodePng } = await import("@blockzoo/data/images");
  const input = `data:image/png;base64,${Buffer.from(await encodePng(stripes(20, 16, 3))).toString("base64")}`;
  const request = { input, use, networks, meaning: parts.meaning, settings: {}, top: 5, note: () => {} };
  const { text, json, files } = await command.answer(request);
  expect(text).toContain("in the manner of a test, 20 x 16 pixels");
  expect(json).toEqual({ style: "a test", image: { width: 20, height: 16, channels: 3 } });
  expect(await decodeImage(await files[".png"]!(), "painted.png")).toMatchObject({
    width: 20,
    height: 16,
    channels: 3,
  });
});

test("weights name the painting", () => {
  expect(() => variant.task.parseMeaning({}, "stylist.mine")).toThrow("stylist.mine: style: expected a text");
});
