import path from "node:path";
import { blockzoo } from "./command.mjs";
import { patience } from "./page.mjs";
import { downloadedIs } from "./pictures.mjs";

/** @typedef {import("./page.mjs").Visit} Visit */

const texture = "texture-network.gravel";

/**
 * A texture is the command's, of the seed to which the slider was drawn meanwhile.
 * @param {Visit} visit @param {string} scratch a folder
 */
export async function makeTexture({ open, photograph }, scratch) {
  const page = await open(`families/style-transfer/texture-network?weights=${texture}`);
  await page.locator("main:visible").getByLabel("pixels").selectOption("128");
  await page.getByRole("button", { name: "Make", exact: true }).click();
  await page.getByTestId("texture").waitFor({ timeout: patience });
  for (const seed of ["1", "2", "3"]) await page.getByRole("slider", { name: "noise" }).fill(seed);
  await page.locator("figure[data-seed='3']").waitFor({ timeout: patience });
  const expected = path.join(scratch, "texture.png");
  await blockzoo("predict", texture, "--input", "128x128", "--set", "seed=3", "--out", expected);
  const note = await downloadedIs(page, expected);
  await photograph(page, "textures");
  return note;
}
