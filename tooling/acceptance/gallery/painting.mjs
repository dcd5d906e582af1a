import path from "node:path";
import { expect } from "../harness/report.mjs";
import { blockzoo } from "./command.mjs";
import { patience } from "./page.mjs";
import { downloadedIs } from "./pictures.mjs";

/** @typedef {import("./page.mjs").Page} Page @typedef {import("./page.mjs").Visit} Visit */

const stylist = "stylist.starry-night";

/**
 * A photograph is painted as the command paints it, what the camera sees is painted as long as it is on, and what is no picture
 * is refused.
 * @param {Visit} visit @param {string} photograph a PNG file
 */
export async function paint({ open, photograph: keep }, photograph) {
  const page = await open(`families/style-transfer/stylist?weights=${stylist}`);
  const file = page.getByLabel("Open a photograph");
  await file.setInputFiles(photograph);
  await page.getByTestId("painted").waitFor({ timeout: patience });
  const expected = path.join(path.dirname(photograph), "painted.png");
  await blockzoo("predict", stylist, "--input", photograph, "--out", expected);
  const note = await downloadedIs(page, expected);
  await keep(page, "painter");

  await page.getByRole("button", { name: "Use the camera" }).click();
  const rate = await filmed(page);
  await keep(page, "camera");
  await page.getByRole("button", { name: "Stop the camera" }).click();
  await page.getByRole("button", { name: "Use the camera" }).waitFor();

  await file.setInputFiles({ name: "letter.png", mimeType: "image/png", buffer: Buffer.from("no picture") });
  const problem = page.locator("section .error:visible");
  await problem.waitFor();
  const said = await problem.textContent();
  expect(said?.startsWith("letter.png"), `of a file that is no picture the page says "${said}"`);
  return `${note}; the camera: ${rate}`;
}

/** What the page says of the film once its rate is known. @param {Page} page */
async function filmed(page) {
  const rate = page.getByTestId("rate");
  const problem = page.locator("section .error:visible");
  await page.locator("[data-testid=rate]:not([data-rate=''])").or(problem).first().waitFor({ timeout: patience });
  expect((await problem.count()) === 0, (await problem.allTextContents()).join("\n"));
  expect(Number(await rate.getAttribute("data-rate")) > 0, "the camera's frames are not painted");
  return ((await rate.textContent()) ?? "").replace("Download PNG", "");
}
