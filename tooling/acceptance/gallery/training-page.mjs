import { readFileSync } from "node:fs";
import { expect } from "../harness/report.mjs";

/** @typedef {import("./page.mjs").Page} Page */

/** Milliseconds for what takes seconds on a machine that does nothing else. */
export const patience = 300_000;

/** @param {Page} page @param {string} name */
export function button(page, name) {
  return page.locator("main:visible").getByRole("button", { name, exact: true });
}

/** Where a training is. @param {Page} page */
export async function numbers(page) {
  const read = (/** @type {HTMLElement} */ { dataset: { step, metric, phase } }) => ({ step, metric, phase });
  const { step, metric, phase } = await page.getByTestId("training-status").evaluate(read);
  return { step: Number(step), metric: Number(metric), phase };
}

/** Waits for a phase. @param {Page} page @param {string} phase */
export async function standing(page, phase) {
  await page.locator(`[data-testid=training-status][data-phase=${phase}]`).waitFor({ timeout: patience });
  return numbers(page);
}

/** @param {Page} page @param {(now: Awaited<ReturnType<typeof numbers>>) => boolean} holds */
export async function reached(page, holds) {
  for (const start = Date.now(); Date.now() - start < patience;) {
    const now = await numbers(page);
    if (holds(now)) return now;
    const problem = await page.getByRole("alert").allTextContents();
    expect(problem.length === 0, problem.join("\n"));
    await page.waitForTimeout(100);
  }
  throw new Error(`not reached in ${patience / 1000} s: ${JSON.stringify(await numbers(page))}`);
}

/** Waits until the run has taken so many steps more. @param {Page} page @param {number} steps */
export async function stepsMore(page, steps) {
  const { step } = await numbers(page);
  return reached(page, (now) => now.step >= step + steps);
}

/**
 * From when the page is loaded again, all that it says of how the run stands, from its first word on, however briefly.
 * @param {Page} page @returns {Promise<() => Promise<readonly string[]>>}
 */
export async function saidOfRun(page) {
  await page.addInitScript(() => {
    /** @type {string[]} */
    const said = [];
    Reflect.set(globalThis, "saidOfRun", said);
    const listen = () => {
      const word = document.querySelector("[data-testid=training-status] strong")?.textContent;
      if (word && word !== said.at(-1)) said.push(word);
    };
    new MutationObserver(listen).observe(document, { subtree: true, childList: true, characterData: true });
  });
  return () => page.evaluate(() => Reflect.get(globalThis, "saidOfRun"));
}

/** The file that a button downloads. @param {Page} page @param {string} name */
export async function downloaded(page, name) {
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name }).click()]);
  return readFileSync(await download.path());
}
