import { execFile } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { unzipSync } from "fflate";
import { expect } from "../harness/report.mjs";
import { linkPackages } from "./installed.mjs";

/** @typedef {import("playwright").Page} Page @typedef {import("./page.mjs").Visit} Visit */

const tolerance = 1e-4;
const run = promisify(execFile);

/**
 * Two scenes of the camera are taught and told apart; what is downloaded tells a frame as the page does, and teaches itself again.
 * @param {Visit} visit @param {string} scratch
 */
export async function teachPictures({ open, photograph, runtime }, scratch) {
  const page = await open("teach");
  for (let tries = 1; !(await takeFrames(page)); tries++) {
    expect(tries < 4, "no scene lasted until its frames were taken");
    await page.reload();
  }
  const seconds = await teach(page);
  for (const scene of ["disc", "stripes", "disc"]) {
    await beginningOf(page, scene);
    await page.waitForTimeout(1500);
    const said = await page.getByTestId("answers").getAttribute("data-best");
    expect(said === scene, `the camera sees ${scene}, the page says ${said}`);
  }
  await photograph(page, "teach-pictures");

  const folder = await download(page, path.join(scratch, `pictures-${runtime}`));
  const frame = path.join(folder, "samples/stripes/029.png");
  await page.getByLabel("Ask about a picture").setInputFiles(frame);
  const difference = await agreement(page, folder, frame);
  await photograph(page, "teach-pictures-asked");
  return `taught in ${seconds} s; predict.mjs agrees to ${difference.toExponential(1)}; ${await trainAgain(folder)}`;
}

/**
 * Two words that the microphone hears, ten times each, are taught, and told apart when they are said again.
 * @param {Visit} visit @param {{ scratch: string, words: ReturnType<typeof import("./words.mjs").makeWords> }} options
 */
export async function teachSounds({ open, photograph, runtime }, { scratch, words }) {
  const page = await open("teach?kind=sounds");
  await name(page, words.names);
  await page.getByRole("button", { name: "Switch the microphone on" }).click();
  for (const index of words.names.keys()) {
    const own = page.getByTestId("class").nth(index);
    await own.getByRole("button", { name: "Record" }).click();
    await page.waitForFunction(
      ([at, count]) =>
        Number(document.querySelectorAll("[data-testid=class]")[at ?? 0]?.getAttribute("data-count")) >= (count ?? 0),
      [index, words.each],
    );
    await own.getByRole("button", { name: "Stop" }).click();
  }
  const seconds = await teach(page);
  for (const word of words.names) {
    await page.waitForFunction(
      (wanted) => document.querySelector("[data-testid=answers]")?.getAttribute("data-best") === wanted,
      word,
    );
  }
  await photograph(page, "teach-sounds");
  const folder = await download(page, path.join(scratch, `sounds-${runtime}`));
  const [file] = readdirSync(path.join(folder, "samples", words.names[1] ?? ""));
  const sound = path.join(folder, "samples", words.names[1] ?? "", file ?? "");
  await page.getByLabel("Ask about a sound").setInputFiles(sound);
  const difference = await agreement(page, folder, sound);
  return `taught in ${seconds} s; predict.mjs agrees to ${difference.toExponential(1)}; ${await trainAgain(folder)}`;
}

/** Takes the frames of both classes; returns whether each scene lasted so long, which it may not on a busy machine. @param {Page} page */
async function takeFrames(page) {
  await name(page, ["disc", "stripes"]);
  await page.getByRole("button", { name: "Switch the camera on" }).click();
  for (const [index, scene] of ["disc", "stripes"].entries()) {
    await beginningOf(page, scene);
    const own = page.getByTestId("class").nth(index);
    const take = own.getByRole("button", { name: "Take 30 frames" });
    await take.click();
    await own.getByRole("button", { name: "Taking" }).waitFor();
    await take.waitFor();
    if (!(await page.evaluate(sees, scene))) return false;
    // A slow network may still be looking at them.
    await page.waitForFunction(
      (at) => document.querySelectorAll("[data-testid=class]")[at]?.getAttribute("data-count") === "30",
      index,
    );
  }
  return true;
}

/** @param {Page} page @param {readonly string[]} names */
export async function name(page, names) {
  for (const [index, each] of names.entries()) await page.getByLabel("Name of the class").nth(index).fill(each);
}

/** Waits until a scene has just begun, so that it lasts. @param {Page} page @param {string} scene */
async function beginningOf(page, scene) {
  const other = scene === "disc" ? "stripes" : "disc";
  for (const wanted of [other, scene]) await page.waitForFunction(sees, wanted);
}

/** In the page: whether the camera sees a scene, of which one is red and the other blue. @param {string} scene */
function sees(scene) {
  const video = document.querySelector("video");
  if (video === null || video.videoWidth === 0) return false;
  const canvas = new OffscreenCanvas(32, 24);
  const context = canvas.getContext("2d");
  if (context === null) return false;
  context.drawImage(video, 0, 0, 32, 24);
  const { data } = context.getImageData(0, 0, 32, 24);
  let [red, blue] = [0, 0];
  for (let at = 0; at < data.length; at += 4) {
    red += data[at] ?? 0;
    blue += data[at + 2] ?? 0;
  }
  return red > blue === (scene === "disc");
}

/** Teaches, and returns how long it took in seconds. @param {Page} page */
export async function teach(page) {
  const start = Date.now();
  await page.getByRole("button", { name: "Teach", exact: true }).click();
  const heldOut = page.getByTestId("held-out");
  await heldOut.waitFor();
  const [right, of] = await Promise.all(["data-right", "data-of"].map((each) => heldOut.getAttribute(each)));
  expect(right === of, `${right} of ${of} held-out samples are right`);
  return (Date.now() - start) / 1000;
}

/** The downloaded archive, unpacked. @param {Page} page @param {string} place */
export async function download(page, place) {
  const [saved] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Download" }).click(),
  ]);
  const archive = unzipSync(new Uint8Array(readFileSync(await saved.path())));
  for (const [file, bytes] of Object.entries(archive)) {
    if (file.endsWith("/")) continue;
    const target = path.join(place, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, bytes);
  }
  const folder = path.join(place, "taught");
  linkPackages(folder);
  return folder;
}

/** The largest difference between what the page and the downloaded program say of a sample. @param {Page} page @param {string} folder @param {string} sample */
export async function agreement(page, folder, sample) {
  const { stdout } = await run(process.execPath, ["predict.mjs", "model.onnx", sample], { cwd: folder });
  const expected = Object.values(/** @type {Record<string, number>} */ (JSON.parse(stdout)));
  const found = async () =>
    await page
      .locator("[data-probability]")
      .evaluateAll((all) => all.map((each) => Number(each.dataset["probability"])));
  let difference = Infinity;
  // The page may still be answering what the camera saw before.
  for (let attempt = 0; attempt < 50 && !(difference <= tolerance); attempt++) {
    const answers = await found();
    difference = Math.max(...expected.map((value, index) => Math.abs(value - (answers[index] ?? NaN))));
    await page.waitForTimeout(100);
  }
  expect(difference <= tolerance, `the page says ${(await found()).join(" ")}, predict.mjs ${expected.join(" ")}`);
  return difference;
}

/** The program that teaches it again. @param {string} folder */
async function trainAgain(folder) {
  const program = ["--conditions=@blockzoo/source", "--import", "tsx", "train.mjs"];
  const { stdout } = await run(process.execPath, program, { cwd: folder });
  const [, right, of] = /^(\d+) of (\d+)/.exec(stdout) ?? [];
  expect(right !== undefined && right === of, stdout);
  return `train.mjs: ${stdout.trim()}`;
}
