import { expect } from "../harness/report.mjs";

/** @typedef {import("playwright").Page} Page */

/** A software GPU takes seconds for a step. */
export const patience = 3_600_000;

/**
 * A browser whose profile outlives the tabs, and the runtime that the page is told to use in it.
 * @typedef {object} Visit
 * @property {string} runtime
 * @property {(place: string) => Promise<Page>} open a tab with a page, such as `families/lenet`, once the runtime is open in it
 * @property {(page: Page, name: string) => Promise<void>} photograph the page, among what the runs leave
 */

/**
 * Waits until the page is there, and the chosen runtime open if it needs one; returns what the page says of it.
 * @param {Page} page
 */
export async function opened(page) {
  await page.locator("main:visible h1").first().waitFor();
  const status = page.getByTestId("runtime-status");
  if ((await status.count()) === 0) return "no runtime";
  await page.waitForFunction(
    () => !document.querySelector("[data-testid=runtime-status]")?.textContent?.startsWith("opening"),
  );
  const text = (await status.textContent()) ?? "";
  expect((await status.getAttribute("class")) !== "error", text);
  return text;
}
