import { expect } from "../harness/report.mjs";
import { drawSeven } from "./drawing.mjs";

/** @typedef {import("./page.mjs").Page} Page @typedef {import("./page.mjs").Visit} Visit */

/** @param {Visit} visit */
export async function read({ open }) {
  await readSeven(await open("families/lenet"));
  return "reads a seven";
}

/** Draws a seven, and waits until it is read as one. @param {Page} page */
async function readSeven(page) {
  await drawSeven(page);
  const predictions = page.getByTestId("predictions");
  await page.waitForFunction(
    () => document.querySelector("[data-testid=predictions]")?.getAttribute("data-best") !== "",
  );
  const best = await predictions.getAttribute("data-best");
  expect(best === "7", `a drawn seven was read as ${best}`);
}
