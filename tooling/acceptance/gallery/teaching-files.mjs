import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { encode } from "fast-png";
import { agreement, download, name, teach } from "./teaching.mjs";

/** @typedef {import("./page.mjs").Visit} Visit */

const side = 96;
const each = 10;

/** What a pixel of a class is, at a place from its middle. @type {Readonly<Record<string, (x: number, y: number, take: number) => readonly number[]>>} */
const classes = {
  discs: (x, y, take) => (Math.hypot(x - take, y + take) < 26 ? [200, 40, 30] : [180, 190, 200]),
  stripes: (x, y, take) => (Math.floor((x + y * Math.sin(take)) / 9) % 2 === 0 ? [30, 60, 190] : [180, 190, 200]),
};

/**
 * Two classes are taught by files that are added; what is downloaded tells one of them as the page does.
 * @param {Visit} visit @param {string} scratch a folder
 */
export async function teachFiles({ open, photograph, runtime }, scratch) {
  const page = await open("teach");
  await name(page, Object.keys(classes));
  const own = page.getByTestId("class");
  for (const [index, [kind, colour]] of Object.entries(classes).entries()) {
    const files = Array.from({ length: each }, (_, take) => makePicture(path.join(scratch, kind), take, colour));
    await own.nth(index).getByLabel("Add files").setInputFiles(files);
    await own
      .nth(index)
      .and(page.locator(`[data-count="${each}"]`))
      .waitFor();
  }
  const seconds = await teach(page);
  const folder = await download(page, path.join(scratch, `files-${runtime}`));
  const asked = makePicture(path.join(scratch, "asked"), each, classes["stripes"]);
  await page.getByLabel("Ask about a picture").setInputFiles(asked);
  await page.locator("[data-testid=answers][data-best=stripes]").waitFor();
  const difference = await agreement(page, folder, asked);
  await photograph(page, "teach-files");
  return `taught in ${seconds} s; predict.mjs agrees to ${difference.toExponential(1)}`;
}

/** @param {string} folder @param {number} take @param {((x: number, y: number, take: number) => readonly number[]) | undefined} colour */
function makePicture(folder, take, colour) {
  const data = Uint8Array.from({ length: 3 * side * side }, (_, at) => {
    const pixel = Math.floor(at / 3);
    return Number(colour?.((pixel % side) - side / 2, Math.floor(pixel / side) - side / 2, take)[at % 3]);
  });
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, `${take}.png`);
  writeFileSync(file, encode({ width: side, height: side, channels: 3, data }));
  return file;
}
