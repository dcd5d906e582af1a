import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { decode } from "fast-png";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { expect } from "../harness/report.mjs";
import { opened, patience } from "./page.mjs";

/** @typedef {import("./page.mjs").Page} Page @typedef {import("./page.mjs").Visit} Visit */

const seven = fileURLToPath(new URL("../../../packages/models/lenet/test/fixtures/seven.png", import.meta.url));
const place = "training/lenet5.glyphs";
/** Far above the .36 of a linear softmax. */
const goodAccuracy = 0.85;

/**
 * Trains LeNet-5 as a person does: pauses, takes one step, turns the learning rate and the batch size while it runs, changes the
 * runtime, loads the page again, opens a second tab, takes what was learned away.
 * @param {Visit} visit
 */
export async function train({ runtime, open, photograph }) {
  const page = await open(place);
  await button(page, "Train").click();
  await reached(page, ({ step }) => step >= 10);
  // A machine that does other things makes pauses of its own, but not in every two seconds.
  let longest = Infinity;
  for (let look = 0; longest > 50 && look < 5; look++) longest = Math.min(longest, await longestPause(page));
  expect(longest <= 50, `the page stands still for ${longest} ms in each two seconds`);

  // A pause, one step, another.
  await button(page, "Pause").click();
  const { step } = await standing(page, "paused");
  for (const more of [1, 2]) {
    await button(page, "One step").click();
    await reached(page, (now) => now.step === step + more && now.phase === "paused");
  }

  // While it runs: twice the rate from here on, and smaller batches.
  await button(page, "Go on").click();
  const rate = page.getByLabel("Learning rate");
  await rate.focus();
  for (let turn = 0; turn < 2; turn++) await page.keyboard.press("ArrowRight");
  expect((await rate.getAttribute("aria-valuetext")) === "0.00215", "the slider does not say the rate");
  await page.getByLabel("Samples in a batch").selectOption("32");
  const turned = await numbers(page);
  await reached(page, (now) => now.step >= turned.step + 5);
  await page.getByLabel("Samples in a batch").selectOption("64");

  // Another runtime in the middle of it: the run goes on there, and here again.
  const other = runtime === "ort-wasm" ? "tfjs-wasm" : "ort-wasm";
  for (const next of [other, runtime]) {
    const before = await numbers(page);
    await page.getByLabel("Runs on").selectOption(next);
    await opened(page);
    await reached(page, (now) => now.phase === "going" && now.step > before.step);
  }

  // The page is loaded again: a run that was paused is there to the step.
  await button(page, "Pause").click();
  const paused = await standing(page, "paused");
  await page.reload();
  await opened(page);
  const kept = await standing(page, "idle");
  expect(kept.step === paused.step, `step ${paused.step} became ${kept.step} when the page was loaded again`);
  expect((await rate.getAttribute("aria-valuetext")) === "0.00215", "the learning rate was forgotten");

  // A second tab leaves it alone, until it is free.
  await button(page, "Go on").click();
  await reached(page, (now) => now.step >= kept.step + 2);
  const second = await open(place);
  await standing(second, "elsewhere");
  expect(await button(second, "Go on").or(button(second, "Train")).first().isDisabled(), "two tabs can train one run");
  await page.bringToFront();
  const { step: steps, metric } = await reached(page, (now) => now.metric >= goodAccuracy);
  await button(page, "Stop").click();
  const stopped = await standing(page, "idle");
  await reached(second, (now) => now.phase === "idle" && now.step === stopped.step);
  await second.close();

  // What is beside it catches up.
  await page.getByLabel("linear").check();
  await button(page, "Go on").click();
  await page
    .getByRole("group", { name: "Beside it" })
    .getByText(/^step \d/)
    .waitFor({ timeout: patience });
  await button(page, "Stop").click();
  await standing(page, "idle");

  await photograph(page, "training");
  const label = await downloadedReads(page);
  expect(label === "7", `the downloaded network reads a seven as ${label}`);
  const program = await downloaded(page, "Program");
  expect(program.includes("learningRateFactor: 2.15, batchSize: 32"), "the program lacks what was changed by hand");
  await button(page, "Start over").click();
  await reached(page, (now) => now.step === 0);
  return `accuracy ${metric} after ${steps} steps, longest pause of the page ${longest} ms`;
}

/** @param {Page} page @param {string} name */
function button(page, name) {
  return page.getByRole("button", { name, exact: true });
}

/** The longest task of the page while it trains for two seconds, in milliseconds; those below 50 are not told. @param {Page} page */
function longestPause(page) {
  return page.evaluate(async () => {
    /** @type {number[]} */
    const tasks = [];
    const observer = new PerformanceObserver((list) =>
      tasks.push(...list.getEntries().map(({ duration }) => duration)),
    );
    observer.observe({ type: "longtask" });
    await new Promise((resolve) => setTimeout(resolve, 2000));
    observer.disconnect();
    return Math.max(0, ...tasks);
  });
}

/** @param {Page} page */
async function numbers(page) {
  const status = page.getByTestId("training-status");
  const names = ["data-step", "data-metric", "data-phase"];
  const [step, metric, phase] = await Promise.all(names.map((name) => status.getAttribute(name)));
  return { step: Number(step), metric: Number(metric), phase };
}

/** @param {Page} page @param {string} phase */
async function standing(page, phase) {
  await page.locator(`[data-testid=training-status][data-phase=${phase}]`).waitFor({ timeout: patience });
  return numbers(page);
}

/** @param {Page} page @param {(now: Awaited<ReturnType<typeof numbers>>) => boolean} holds */
async function reached(page, holds) {
  for (const start = Date.now(); Date.now() - start < patience;) {
    const now = await numbers(page);
    if (holds(now)) return now;
    const problem = await page.getByRole("alert").allTextContents();
    expect(problem.length === 0, problem.join("\n"));
    await page.waitForTimeout(100);
  }
  expect(false, `not reached in ${patience / 1000} s: ${JSON.stringify(await numbers(page))}`);
  throw new Error("unreachable");
}

/** What a button downloads. @param {Page} page @param {string} name */
async function fileOf(page, name) {
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name }).click()]);
  return readFileSync(await download.path());
}

/** @param {Page} page @param {string} name */
async function downloaded(page, name) {
  return (await fileOf(page, name)).toString();
}

/** What the downloaded network says that a picture of a seven is. @param {Page} page */
async function downloadedReads(page) {
  const session = await InferenceSession.create(await fileOf(page, "Network"));
  const { width, height, channels, data } = decode(readFileSync(seven));
  const input = new Tensor("uint8", Uint8Array.from(data), [1, height, width, channels]);
  const { label } = await session.run({ [String(session.inputNames[0])]: input });
  return String(label?.data[0]);
}
