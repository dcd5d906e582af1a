import { expect } from "../harness/report.mjs";

/** @typedef {import("./page.mjs").Visit} Visit */

/** What each page shows once it is there: something that the code of the page has made. */
const pages = {
  "": "Recurrent nets",
  "families/resnet?tab=inside": "layer1",
  "families/lenet?tab=claims": "lenet5.glyphs",
  training: "lenet5.glyphs",
  "teach?kind=sounds": "microphone",
  playground: "Train",
  own: "safetensors",
  blocks: "DepthwiseSeparableConv2d",
  "blocks/LSTM": "forget gate",
};

/** Every page opens, without an error. @param {Visit} visit */
export async function openEvery({ open }) {
  const page = await open("");
  /** @type {string[]} */
  const errors = [];
  page.on("pageerror", ({ message }) => errors.push(message));
  for (const [place, shown] of Object.entries(pages)) {
    await page.evaluate((hash) => void (location.hash = hash), `#/${place}`);
    await page.locator("main:visible").getByText(shown).first().waitFor({ state: "attached" });
  }
  expect(errors.length === 0, errors.join("\n"));
  return `${Object.keys(pages).length} pages`;
}
