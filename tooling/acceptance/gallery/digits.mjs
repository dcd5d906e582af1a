import { expect } from "../harness/report.mjs";
import { drawSeven } from "./drawing.mjs";
import { opened, patience } from "./page.mjs";

/** @typedef {import("./page.mjs").Page} Page @typedef {import("./page.mjs").Visit} Visit */

/** What the issue of the page is that it learns: far above the .36 of a linear softmax. */
const goodAccuracy = 0.85;

/** @param {Visit} visit */
export async function read({ open }) {
  await readSeven(await open("families/lenet"));
  return "reads a seven";
}

/** @param {Visit} visit */
export async function learn({ runtime, open, photograph }) {
  const page = await open("families/lenet?tab=train");
  await page.getByRole("button", { name: "Train" }).click();
  const other = runtime === "ort-wasm" ? "tfjs-wasm" : "ort-wasm";
  await reached(page, ({ step }) => step >= 10);
  // Another runtime is chosen in the middle of it: the run pauses, and goes on there and back here.
  await page.getByLabel("Runs on").selectOption(other);
  await opened(page);
  const paused = await standing(page, "paused");
  await page.getByLabel("Runs on").selectOption(runtime);
  await opened(page);
  expect((await standing(page, "paused")).step === paused.step, "steps were lost when the runtime was changed");
  await page.getByRole("button", { name: "Resume" }).click();
  await reached(page, ({ step }) => step >= paused.step + 10);

  // The tab is closed and opened again.
  await page.getByRole("button", { name: "Pause" }).click();
  const before = await standing(page, "paused");
  await page.close();
  const again = await open("families/lenet?tab=train");
  expect((await standing(again, "paused")).step === before.step, "the run was not there after the tab was closed");
  await again.getByRole("button", { name: "Resume" }).click();
  const { step, accuracy } = await reached(again, (now) => now.accuracy >= goodAccuracy);
  await again.getByRole("button", { name: "Pause" }).click();
  await standing(again, "paused");
  await photograph(again, "digits");
  return `accuracy ${accuracy} after ${step} steps`;
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

/** @param {Page} page */
async function numbers(page) {
  const status = page.getByTestId("training-status");
  const [step, accuracy] = await Promise.all(["data-step", "data-accuracy"].map((name) => status.getAttribute(name)));
  return { step: Number(step), accuracy: Number(accuracy) };
}

/** @param {Page} page @param {string} phase */
async function standing(page, phase) {
  await page.locator(`[data-testid=training-status][data-phase=${phase}]`).waitFor({ timeout: patience });
  return numbers(page);
}

/** @param {Page} page @param {(now: { step: number, accuracy: number }) => boolean} holds */
async function reached(page, holds) {
  for (const start = Date.now(); Date.now() - start < patience;) {
    const now = await numbers(page);
    if (holds(now)) return now;
    const problem = await page.locator("section .error").allTextContents();
    expect(problem.length === 0, problem.join("\n"));
    await page.waitForTimeout(200);
  }
  expect(false, `not reached in ${patience / 1000} s: ${JSON.stringify(await numbers(page))}`);
  throw new Error("unreachable");
}
