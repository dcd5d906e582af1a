import { expect } from "../harness/report.mjs";
import { drawSeven } from "./drawing.mjs";

/** @typedef {import("./page.mjs").Page} Page @typedef {import("./page.mjs").Visit} Visit */

/** A drawn digit is read, and so is the first example, a nought. @param {Visit} visit */
export async function read({ open }) {
  const page = await open("families/lenet");
  await readSeven(page);
  await page.getByRole("button", { name: "An example" }).click();
  await page.locator("[data-testid=predictions][data-best='0']").waitFor();
  return "reads a seven, and an example";
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
