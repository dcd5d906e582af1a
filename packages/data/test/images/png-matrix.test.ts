// Every colour type of PNG with every depth, interlaced and not, in sizes for which passes of Adam7 are missing or partial.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { decodeImage } from "../../src/images/decode.js";
import { toRgba, type ExpectedPixels } from "./image-cases.js";

/** Files and what PIL reads from them, by tooling/golden/png-matrix.py. */
const matrix = JSON.parse(readFileSync(new URL("./golden/png-matrix.json", import.meta.url), "utf8")) as Readonly<
  Record<string, ExpectedPixels & { readonly png: string }>
>;

test("the matrix is whole", () => {
  const kinds = { grey: 5, colour: 2, palette: 4, "grey and alpha": 2, "colour and alpha": 2 };
  for (const [colours, depths] of Object.entries(kinds)) {
    const names = Object.keys(matrix).filter(
      (name) => name.startsWith(`${colours}, `) && !name.endsWith("transparent"),
    );
    expect(names).toHaveLength(depths * 3 * 2);
  }
});

test.each(Object.entries(matrix))("%s", async (name, { png, width, height, rgba }) => {
  const image = await decodeImage(Buffer.from(png, "base64"), name);
  expect([image.width, image.height]).toEqual([width, height]);
  expect(Buffer.from(toRgba(image)).toString("base64")).toBe(rgba);
});
