// The gallery, built and served, driven in Chromium as a person would: reads a drawn seven, trains LeNet-5 on each runtime until
// the hard glyphs are read, goes on after another runtime was chosen and after the tab was closed, and gives an ONNX file that
// plain onnxruntime-node agrees with. Takes the names of runtimes, by default all: node tooling/acceptance/gallery.mjs ort-wasm tfjs-webgl
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { decode } from "fast-png";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { chromium } from "playwright";
import { chromiumArguments, findChromium } from "@blockzoo-tooling/workspace/chromium";
import { run } from "./harness/run.mjs";
import { check, expect, summary } from "./harness/report.mjs";
import { serve } from "./harness/serve.mjs";

const app = fileURLToPath(new URL("../../apps/gallery", import.meta.url));
const seven = fileURLToPath(new URL("../../packages/models/lenet/test/fixtures/seven.png", import.meta.url));
const screenshots = fileURLToPath(new URL("../../runs/gallery", import.meta.url));
const all = ["ort-wasm", "tfjs-wasm", "tfjs-webgl", "ort-webgpu", "tfjs-webgpu"];
const wanted = process.argv.length > 2 ? process.argv.slice(2) : all;
/** What the issue of the page is that it learns: far above the .36 of a linear softmax. */
const goodAccuracy = 0.85;
/** A software GPU takes seconds for a step. */
const patience = 3_600_000;

/** @typedef {import("playwright").Page} Page */

const scratch = mkdtempSync(path.join(tmpdir(), "blockzoo-gallery-"));
const executablePath = findChromium();
await check("the page builds", async () => {
  await run("npx", ["vite", "build", "--logLevel", "warn"], { cwd: app });
});

let port = 4400;
for (const isolated of [true, false]) {
  const own = String(++port);
  const env = { ...process.env, ISOLATED: isolated ? "1" : "0" };
  const server = await serve("npx", ["vite", "preview", "--strictPort", "--port", own], { cwd: app, env }, own);
  const address = `http://localhost:${own}/`;
  // Without isolation it is enough that the runtimes start and read: they differ from above in their threads alone.
  for (const name of isolated ? wanted : wanted.filter((each) => each.endsWith("wasm"))) {
    await check(`${name}, ${isolated ? "isolated" : "not isolated"}`, () =>
      inBrowser(`${name}-${own}`, (open) => (isolated ? learn(name, address, open) : read(name, address, open))),
    );
  }
  await server.stop();
}

rmSync(scratch, { recursive: true, force: true });
const { passed, failed } = summary();
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;

/**
 * A browser with a profile of its own, which outlives the tabs.
 * @param {string} profile
 * @param {(open: (address: string) => Promise<Page>) => Promise<string>} use
 */
async function inBrowser(profile, use) {
  const context = await chromium.launchPersistentContext(path.join(scratch, profile), {
    ...(executablePath && { executablePath }),
    args: chromiumArguments,
    viewport: { width: 1280, height: 1000 },
  });
  context.setDefaultTimeout(120_000);
  try {
    return await use(async (address) => {
      const page = await context.newPage();
      page.on("pageerror", (error) => console.error(`          ${profile}: ${error.message}`));
      await page.goto(address);
      return page;
    });
  } finally {
    await context.close();
  }
}

/** @param {string} name @param {string} address @param {(address: string) => Promise<Page>} open */
async function read(name, address, open) {
  const page = await open(`${address}?runtime=${name}`);
  const runtime = await opened(page);
  await drawSeven(page);
  return `${runtime}, reads a seven`;
}

/** @param {string} name @param {string} address @param {(address: string) => Promise<Page>} open */
async function learn(name, address, open) {
  const page = await open(`${address}?runtime=${name}`);
  const runtime = await opened(page);
  await drawSeven(page);

  await page.getByRole("button", { name: "Train" }).click();
  const other = name === "ort-wasm" ? "tfjs-wasm" : "ort-wasm";
  await reached(page, ({ step }) => step >= 10);
  // Another runtime is chosen in the middle of it: the run pauses, and goes on there and back here.
  await page.getByLabel("Runs on").selectOption(other);
  await opened(page);
  const paused = await standing(page, "paused");
  await page.getByLabel("Runs on").selectOption(name);
  await opened(page);
  expect((await standing(page, "paused")).step === paused.step, "steps were lost when the runtime was changed");
  await page.getByRole("button", { name: "Resume" }).click();
  await reached(page, ({ step }) => step >= paused.step + 10);

  // The tab is closed and opened again.
  await page.getByRole("button", { name: "Pause" }).click();
  const before = await standing(page, "paused");
  await page.close();
  const again = await open(`${address}?runtime=${name}`);
  await opened(again);
  expect((await standing(again, "paused")).step === before.step, "the run was not there after the tab was closed");
  await again.getByRole("button", { name: "Resume" }).click();
  const { step, accuracy } = await reached(again, (now) => now.accuracy >= goodAccuracy);
  await again.getByRole("button", { name: "Pause" }).click();
  await standing(again, "paused");
  await drawSeven(again);
  await again.getByLabel("read by").selectOption("own");
  await again.screenshot({ path: path.join(screenshots, `${name}.png`), fullPage: true });
  const difference = await downloadedDiffers(again);
  expect(difference < 1e-4, `the downloaded file differs by ${difference}`);
  return `${runtime}, accuracy ${accuracy} after ${step} steps, ONNX file differs by ${difference.toExponential(1)}`;
}

/** Waits until the chosen runtime is open, and returns what the page says of it. @param {Page} page */
async function opened(page) {
  const status = page.getByTestId("runtime-status");
  await page.waitForFunction(
    () => !document.querySelector("[data-testid=runtime-status]")?.textContent?.startsWith("opening"),
  );
  const text = (await status.textContent()) ?? "";
  expect((await status.getAttribute("class")) !== "error", text);
  return text;
}

/** @param {Page} page */
async function drawSeven(page) {
  const box = await page.getByLabel("draw a digit here").boundingBox();
  expect(box, "there is nothing to draw on");
  await page.mouse.move(box.x + 80, box.y + 70);
  await page.mouse.down();
  await page.mouse.move(box.x + 200, box.y + 70, { steps: 8 });
  await page.mouse.move(box.x + 130, box.y + 220, { steps: 8 });
  await page.mouse.up();
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

/**
 * How far the probabilities of the downloaded file are from those that the page shows, for the same picture.
 * @param {Page} page
 */
async function downloadedDiffers(page) {
  await page.getByLabel("or open a picture").setInputFiles(seven);
  await page.waitForFunction(
    () => document.querySelector("[data-testid=predictions]")?.getAttribute("data-best") !== "",
  );
  const meters = page.getByTestId("predictions").locator("meter");
  const shown = await meters.evaluateAll((found) => found.map((each) => /** @type {HTMLMeterElement} */ (each).value));
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Download ONNX" }).click(),
  ]);
  const session = await InferenceSession.create(readFileSync(await download.path()));
  const { width, height, channels, data } = decode(readFileSync(seven));
  const input = new Tensor("uint8", Uint8Array.from(data), [1, height, width, channels]);
  const { probabilities } = await session.run({ [String(session.inputNames[0])]: input });
  return Math.max(...shown.map((value, index) => Math.abs(value - Number(probabilities?.data[index]))));
}
