import { writeFileSync } from "node:fs";
import path from "node:path";
import { expect } from "../harness/report.mjs";
import { blockzoo } from "./command.mjs";
import { drawSeven } from "./drawing.mjs";

/** @typedef {import("./page.mjs").Page} Page @typedef {import("./page.mjs").Visit} Visit */

/**
 * A drawn seven that went through its code is still read as a seven; with another number in the code it is another picture, with
 * the same one again the same.
 * @param {Visit} visit @param {string} scratch a folder
 */
export async function code({ open, photograph }, scratch) {
  const page = await open("families/autoencoder/autoencoder-conv");
  await drawSeven(page);
  await page.getByTestId("decoded").waitFor();
  const first = await decoded(page);
  await photograph(page, "codes");
  const file = path.join(scratch, "decoded.png");
  writeFileSync(file, Buffer.from(first.split(",")[1] ?? "", "base64"));
  const { predictions } = await blockzoo("predict", "lenet5.mnist", "--input", file);
  const [{ label, probability }] = predictions[0];
  expect(label === "7", `a seven that went through its code was read as ${label}`);

  const number = page.getByLabel("number 1", { exact: true });
  const before = await number.inputValue();
  await number.fill(String(Number(before) > 0 ? Number(before) - 3 : Number(before) + 3));
  await becomes(page, (picture) => picture !== first, "another number gives the same picture");
  await number.fill(before);
  await becomes(page, (picture) => picture === first, "the same numbers give another picture");
  return `a seven through thirty numbers is a seven with probability ${probability.toFixed(3)}`;
}

/** The picture as the address of a PNG file. @param {Page} page */
function decoded(page) {
  return page
    .getByTestId("decoded")
    .evaluate((canvas) => /** @type {HTMLCanvasElement} */ (canvas).toDataURL("image/png"));
}

/** @param {Page} page @param {(picture: string) => boolean} holds @param {string} otherwise */
async function becomes(page, holds, otherwise) {
  for (let tries = 0; tries < 100; tries++) {
    if (holds(await decoded(page))) return;
    await page.waitForTimeout(100);
  }
  expect(false, otherwise);
}
