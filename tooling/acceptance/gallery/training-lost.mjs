import { expect } from "../harness/report.mjs";
import { opened } from "./page.mjs";
import { button, numbers, reached, standing, stepsMore } from "./training-page.mjs";

/** @typedef {import("./page.mjs").Page} Page @typedef {import("./page.mjs").Visit} Visit */

/**
 * The browser's GPU process crashes while a network is trained on it: the page says so, and the run goes on from what is kept, in a page
 * that is loaded again, and another time on another runtime.
 * @param {Visit} visit
 */
export async function loseDevice({ open, photograph }) {
  const page = await open("training/mlp-glyphs.glyphs");
  const lost = page.getByRole("alert").getByText("The graphics device was lost");
  await button(page, "Train").click();
  await stepsMore(page, 5);
  const first = await crash(page);
  await lost.waitFor();
  const kept = await standing(page, "idle");
  expect(kept.step >= first, `step ${first} was kept, ${kept.step} is left`);
  for (const drawn of [".chart canvas", ".samples canvas"]) await page.waitForFunction(isDrawn, drawn);
  await photograph(page, "training-lost");
  await button(page, "Load the page again and go on").click();
  await lost.waitFor({ state: "detached" });
  await opened(page);
  await reached(page, (now) => now.phase === "going" && now.step > kept.step + 2);

  const second = await crash(page);
  await lost.waitFor();
  await page.getByLabel("Runs on").selectOption("ort-wasm");
  await opened(page);
  await button(page, "Go on").click();
  await lost.waitFor({ state: "detached" });
  await reached(page, (now) => now.phase === "going" && now.step > second + 2);
  return `lost behind steps ${first} and ${second}, goes on to ${(await numbers(page)).step}`;
}

/** In the page: whether there is anything on a canvas, which the crash has emptied, too. @param {string} selector */
function isDrawn(selector) {
  const canvas = /** @type {HTMLCanvasElement | null} */ (document.querySelector(selector));
  const copy = new OffscreenCanvas(canvas?.width || 1, canvas?.height || 1).getContext("2d");
  if (canvas === null || copy === null) return false;
  copy.drawImage(canvas, 0, 0);
  return copy.getImageData(0, 0, canvas.width, canvas.height).data.some((value) => value > 0);
}

/** Crashes the GPU process while the run goes on; the step that was kept before is returned. @param {Page} page */
async function crash(page) {
  await button(page, "Pause").click();
  const { step } = await standing(page, "paused");
  await button(page, "Go on").click();
  await stepsMore(page, 2);
  const session = await page.context().newCDPSession(page);
  await session.send("Browser.crashGpuProcess");
  return step;
}
