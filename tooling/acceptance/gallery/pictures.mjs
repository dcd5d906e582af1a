import { readFileSync } from "node:fs";
import { decode } from "fast-png";
import { expect } from "../harness/report.mjs";

/** Of 255. Runtimes add in different orders, and a value near the middle between two bytes is rounded to one or the other. */
const apart = 2;

/**
 * How far the picture that a page offers is from another, of which it must be a copy.
 * @param {import("./page.mjs").Page} page
 * @param {string} expected a PNG file
 */
export async function downloadedIs(page, expected) {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.locator("main:visible").getByRole("button", { name: "Download PNG" }).click(),
  ]);
  const [found, wanted] = [await download.path(), expected].map((file) => decode(readFileSync(file)));
  expect(found && wanted, "there are two pictures");
  const size = `${wanted.width} x ${wanted.height}`;
  expect(`${found.width} x ${found.height}` === size, `expected ${size}, got ${found.width} x ${found.height}`);
  const [mine, theirs] = [colours(found), colours(wanted)];
  const most = mine.reduce((sum, value, at) => Math.max(sum, Math.abs(value - Number(theirs[at]))), 0);
  expect(most <= apart, `the page's picture is apart from the command's by ${most} of 255`);
  return `${size}, apart from the command's by ${most} of 255`;
}

/** Red, green, blue. @param {{ data: ArrayLike<number>, channels: number }} image */
function colours({ data, channels }) {
  return Array.from(data).filter((_, at) => at % channels < 3);
}
