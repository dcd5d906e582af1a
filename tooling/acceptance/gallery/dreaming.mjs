import { expect } from "../harness/report.mjs";

/** @typedef {import("./page.mjs").Page} Page @typedef {import("./page.mjs").Visit} Visit */

/**
 * Chains are shown while they run, and end when they are told.
 * @param {Visit} visit
 */
export async function dream({ open, photograph }) {
  const page = await open("families/rbm");
  await page.getByLabel("a dream of").selectOption("3");
  await page.getByRole("button", { name: "Dream", exact: true }).click();
  const early = await reached(page, 10);
  const before = await seen(page);
  await reached(page, 200);
  expect((await seen(page)) !== before, "the dream stands still");
  await photograph(page, "dreams");
  await page.getByRole("button", { name: "Wake" }).click();
  await page.locator("[data-testid=dream-step][data-dreaming=false]").waitFor();
  return `dreamt from step ${early} on, and woke at ${await stepOf(page)}`;
}

/** @param {Page} page @param {number} least */
async function reached(page, least) {
  const problem = page.locator("section .error:visible");
  for (let step = 0; ; await page.waitForTimeout(100)) {
    if ((await page.getByTestId("dream-step").count()) > 0) step = await stepOf(page);
    if (step >= least) return step;
    expect((await problem.count()) === 0, (await problem.allTextContents()).join("\n"));
  }
}

/** @param {Page} page */
async function stepOf(page) {
  return Number(await page.getByTestId("dream-step").getAttribute("data-step"));
}

/** @param {Page} page */
function seen(page) {
  return page.getByTestId("dream").evaluate((canvas) => /** @type {HTMLCanvasElement} */ (canvas).toDataURL());
}
