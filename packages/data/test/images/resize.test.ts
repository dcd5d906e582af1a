import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { preprocessImage } from "../../src/images/index.js";
import { toChannels, type OpaqueImage } from "../../src/images/raw-image.js";
import { resize } from "../../src/images/resize.js";

interface Golden {
  readonly resize: readonly { from: [number, number]; channels: 1 | 3; to: [number, number]; values: number[] }[];
  readonly photographs: readonly {
    from: [number, number];
    channels: 1 | 3;
    resize: number;
    crop: [number, number];
    sha256: string;
  }[];
  readonly grey: { readonly size: [number, number]; readonly values: number[] };
}

const golden = JSON.parse(readFileSync(new URL("./golden/image-resize.json", import.meta.url), "utf8")) as Golden;

/** The picture of tooling/golden/image-resize.py. */
function picture(width: number, height: number, channels: 1 | 3): OpaqueImage {
  const data = new Uint8Array(width * height * channels);
  for (let y = 0, index = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      for (let c = 0; c < channels; c++) data[index++] = (x * 37 + y * 61 + x * y * 7 + c * 101) % 256;
  return { width, height, channels, data };
}

describe("resize equals PIL to the bit", () => {
  for (const { from, channels, to, values } of golden.resize) {
    test(`${from.join(" x ")}, ${channels} channels, to ${to.join(" x ")}`, () => {
      const scaled = resize(picture(...from, channels), [to[1], to[0]]);
      expect([scaled.width, scaled.height]).toEqual(to);
      expect([...scaled.data]).toEqual(values);
    });
  }
});

describe("the shorter side and a crop in the middle equal torchvision's to the bit", () => {
  for (const { from, channels, resize: shorter, crop, sha256 } of golden.photographs) {
    test(`${from.join(" x ")}, ${channels} channels, to ${shorter}, ${crop.join(" x ")} of it`, () => {
      const zeros = new Array<number>(channels).fill(0);
      // Neither mean nor deviation: planes of value / 255.
      const steps = {
        kind: "image",
        channels,
        resize: shorter,
        crop,
        mean: zeros,
        deviation: zeros.map(() => 1),
      } as const;
      const { shape, data } = preprocessImage(picture(...from, channels), steps);
      expect(shape).toEqual([channels, ...crop]);
      const pixels = crop[0] * crop[1];
      const interleaved = Uint8Array.from({ length: pixels * channels }, (_, index) =>
        Math.round(255 * data[(index % channels) * pixels + Math.floor(index / channels)]!),
      );
      expect(createHash("sha256").update(interleaved).digest("hex")).toBe(sha256);
    });
  }
});

test("grey equals PIL's", () => {
  expect([...toChannels(picture(...golden.grey.size, 3), 1).data]).toEqual(golden.grey.values);
});
