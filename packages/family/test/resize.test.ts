import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { toChannels, type OpaqueImage } from "../src/image/raw-image.js";
import { resize } from "../src/image/resize.js";

interface Golden {
  readonly resize: readonly { from: [number, number]; channels: 1 | 3; to: [number, number]; values: number[] }[];
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

test("grey equals PIL's", () => {
  expect([...toChannels(picture(...golden.grey.size, 3), 1).data]).toEqual(golden.grey.values);
});
