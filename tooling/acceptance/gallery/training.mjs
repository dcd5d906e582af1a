import { expect } from "../harness/report.mjs";
import { longestTask } from "./longest-task.mjs";
import { opened } from "./page.mjs";
import { takeTrainedAway } from "./training-files.mjs";
import { button, patience, reached, saidOfRun, standing, stepsMore } from "./training-page.mjs";

/** @typedef {import("./page.mjs").Page} Page @typedef {import("./page.mjs").Visit} Visit */

/** What is trained, and an accuracy that shows it: far above the .36 of a linear softmax, or the .1 of chance. */
const lessons = {
  cpu: { recipe: "lenet5.glyphs", enough: 0.85 },
  /** A GPU in software takes seconds for each of LeNet-5's steps. */
  gpu: { recipe: "mlp-glyphs.glyphs", enough: 0.25 },
};
/** What the page may compute at a time without being in the way of a hand, in milliseconds. */
const longestPause = 50;

/**
 * Trains a network as a person does: pauses, takes one step, turns the learning rate and the batch size while it runs, changes the
 * runtime, loads the page again, opens a second tab, compares it with its baseline and its broken control, takes it away.
 * @param {Visit} visit @param {string} scratch
 */
export async function train({ runtime, open, photograph }, scratch) {
  const { recipe, enough } = lessons[runtime.endsWith("wasm") ? "cpu" : "gpu"];
  const place = `training/${recipe}`;
  const page = await open(place);
  const pause = await longestTask(page, async () => {
    await button(page, "Train").click();
    await stepsMore(page, 20);
  });
  expect(
    pause === undefined || pause.computing <= longestPause,
    `the page computes for ${pause?.computing} ms at a stretch while it trains`,
  );

  // A pause, one step, another; what the network does is looked at.
  await button(page, "Pause").click();
  const { step } = await standing(page, "paused");
  for (const more of [1, 2]) {
    await button(page, "One step").click();
    await reached(page, (now) => now.step === step + more && now.phase === "paused");
  }
  const first = await seen(page);

  // While it runs: twice the rate from here on, and smaller batches.
  await button(page, "Go on").click();
  const rate = page.getByLabel("Learning rate");
  await rate.focus();
  for (let turn = 0; turn < 2; turn++) await page.keyboard.press("ArrowRight");
  expect((await rate.getAttribute("aria-valuetext")) === "0.00215", "the slider does not say the rate");
  await page.getByLabel("Samples in a batch").selectOption("32");
  await stepsMore(page, 20);
  await page.getByLabel("Samples in a batch").selectOption("64, its own");

  // Another runtime in the middle of it: the run goes on there, and here again.
  const other = runtime === "ort-wasm" ? "tfjs-wasm" : "ort-wasm";
  for (const next of [other, runtime]) {
    await page.getByLabel("Runs on").selectOption(next);
    await opened(page);
    await standing(page, "going");
    await stepsMore(page, 2);
  }

  // The page is loaded again: a run that was paused is there to the step, one that went on goes on.
  await button(page, "Pause").click();
  const paused = await standing(page, "paused");
  const said = await saidOfRun(page);
  await page.reload();
  await opened(page);
  const kept = await reached(page, (now) => now.phase === "idle" && now.step > 0);
  expect(kept.step === paused.step, `step ${paused.step} became ${kept.step} when the page was loaded again`);
  expect(String(await said()) === "Stopped.", `of the run that is kept the page says: ${await said()}`);
  expect((await rate.getAttribute("aria-valuetext")) === "0.00215", "the learning rate was forgotten");
  const later = await seen(page);
  for (const each of /** @type {const} */ (["loss", "filters"]))
    expect(first[each] !== later[each], `the ${each} of step ${step + 2} are those of step ${kept.step}`);
  await button(page, "Go on").click();
  await stepsMore(page, 2);
  await page.reload();
  await opened(page);
  await standing(page, "going");
  await stepsMore(page, 2);

  // A second tab leaves it alone, until it is free.
  const second = await open(place);
  await standing(second, "elsewhere");
  expect(await button(second, "Go on").or(button(second, "Train")).first().isDisabled(), "two tabs can train one run");
  await page.bringToFront();
  await reached(page, (now) => now.metric >= enough);
  await button(page, "Stop").click();
  const stopped = await standing(page, "idle");
  await reached(second, (now) => now.phase === "idle" && now.step === stopped.step);
  await second.close();

  // What is beside it catches up.
  for (const name of ["linear", "Broken on purpose"]) await page.getByLabel(name).check();
  await button(page, "Go on").click();
  for (const name of ["linear", "Broken on purpose"]) await caughtUp(page, name, stopped.step);
  await button(page, "Stop").click();
  const { step: steps, metric } = await standing(page, "idle");
  await photograph(page, "training");
  const away = await takeTrainedAway(page, { recipe, enough, scratch });

  await button(page, "Start over").click();
  await reached(page, (now) => now.step === 0 && now.phase === "idle");
  const stretch = pause && `the page computes for ${pause.computing} ms at a stretch (${pause.clock} ms by the clock)`;
  return [`accuracy ${metric} after ${steps} steps`, ...(stretch ? [stretch] : []), away].join(", ");
}

/** What a person sees of the network at rest. @param {Page} page */
async function seen(page) {
  const filters = page.getByRole("img", { name: /^the weights .* as pictures/ });
  await filters.waitFor();
  await page.getByRole("heading", { name: "Held-out samples" }).waitFor();
  return {
    filters: await filters.evaluate((/** @type {HTMLCanvasElement} */ canvas) => canvas.toDataURL()),
    loss: await page.getByRole("img", { name: "Loss over steps" }).getAttribute("aria-label"),
  };
}

/** Waits until what is beside the run has taken as many steps as it had. @param {Page} page @param {string} name @param {number} step */
async function caughtUp(page, name, step) {
  await page.waitForFunction(
    ([label, least]) => {
      const lanes = [...document.querySelectorAll(".beside label")];
      const text = lanes.find((lane) => lane.textContent?.includes(label))?.textContent ?? "";
      const taken = /step ([\d,]+)/.exec(text)?.[1] ?? "0";
      return Number(taken.replaceAll(",", "")) >= least || text.includes("finished");
    },
    /** @type {const} */ ([name, step]),
    { timeout: patience },
  );
}
