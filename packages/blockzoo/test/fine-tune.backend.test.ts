import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { glyphs } from "@blockzoo/data";
import { loadWeights } from "@blockzoo/family";
import { readWeightsFile } from "@blockzoo/weights/node";
import { findWeights } from "@blockzoo/zoo";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { beforeAll, describe, expect, it } from "vitest";
import { blockzoo, expectRefused, greyPng, userFolder, type Ended } from "./command.js";

const [first, second] = ["A", "T"] as const;
const letters = glyphs({ count: 400, alphabet: "letters", geometry: "easy", seed: 1 });
let cwd: string;

/** Writes the first letters of two kinds into folders that are named after them. */
async function writeLetters(folder: string, ofEach: number, skipped = 0): Promise<void> {
  for (const label of [first, second]) {
    await mkdir(join(cwd, folder, label), { recursive: true });
    const samples = Array.from({ length: letters.size }, (_, index) => index).filter((index) => {
      return letters.labels![letters.gather([index])["y"]!.data[0]!] === label;
    });
    for (const [number, sample] of samples.slice(skipped, skipped + ofEach).entries()) {
      await writeFile(join(cwd, folder, label, `${number}.png`), greyPng(letters.gather([sample])["x"]!));
    }
  }
}

beforeAll(async () => {
  cwd = await userFolder();
  await writeLetters("letters", 20);
  await writeLetters("parts/train", 12);
  await writeLetters("parts/test", 8, 12);
});

const call = (...args: string[]): Promise<Ended> => blockzoo(args, { cwd });
const fineTune = (...args: string[]): Promise<Ended> => call("fine-tune", "lenet5.glyphs", ...args);

interface Outcome {
  readonly metrics: { readonly accuracy: number };
  readonly files: { readonly weights: string };
}

describe("blockzoo fine-tune", () => {
  it("teaches a network of ten digits two letters, which predict, export and a second round know of", async () => {
    const { code, stdout } = await fineTune("--data", "letters", "--json");
    expect(code).toBe(0);
    const { metrics, files } = JSON.parse(stdout) as Outcome;
    expect(metrics.accuracy).toBe(1);
    expect(files.weights).toBe(join("runs", "lenet5-letters", "weights.safetensors"));

    const weights = ["--weights", files.weights];
    const image = join("parts", "test", second, "0.png");
    const seen = await call("predict", "lenet5", ...weights, "--input", image, "--json");
    const { predictions } = JSON.parse(seen.stdout) as { predictions: { label: string }[][] };
    expect(predictions[0]!.map(({ label }) => label)).toEqual([second, first]);

    expect((await call("export", "lenet5", ...weights, "--with-preprocessing", "--out", "letters.onnx")).code).toBe(0);
    const session = await InferenceSession.create(join(cwd, "letters.onnx"));
    const pixels = new Tensor("uint8", new Uint8Array(32 * 32), [1, 32, 32, 1]);
    const { probabilities } = await session.run({ [session.inputNames[0]!]: pixels });
    expect(probabilities!.dims).toEqual([1, 2]);

    const again = await call("fine-tune", "lenet5", ...weights, "--data", "parts", "--steps", "1", "--json");
    expect((JSON.parse(again.stdout) as Outcome).metrics.accuracy).toBeGreaterThan(0.9);
  });

  it("leaves all but the new layer as it was with --freeze", async () => {
    const { stdout } = await fineTune("--data", "parts", "--freeze", "--out", "frozen", "--json");
    const { files, metrics } = JSON.parse(stdout) as Outcome;
    expect(metrics.accuracy).toBeGreaterThan(0.8);
    const { tensors } = await readWeightsFile(join(cwd, files.weights));
    const original = await loadWeights((await findWeights("lenet5.glyphs")).entry);
    const changed = [...original].filter(([name, { data }]) => String(tensors.get(name)!.data) !== String(data));
    expect(changed.map(([name]) => name)).toEqual(["fc3.bias", "fc3.weight"]);
  });

  it("takes parts by other names, and says what is left out", async () => {
    await writeLetters("found/Train", 6);
    await writeLetters("found/test", 3, 12);
    await writeLetters("found/Valid", 3, 15);
    const webp = Buffer.from("RIFF\x10\0\0\0WEBPVP8 ", "latin1");
    await writeFile(join(cwd, "found", "Train", first, "9.jpg"), webp);
    await writeFile(join(cwd, "found", "Train", second, "._0.png"), "");
    const { code, stderr } = await fineTune("--data", "found", "--steps", "1", "--json");
    expect(code).toBe(0);
    expect(stderr).toContain("note: found: PNG and JPEG files are read, left out: 1 WebP, 1 hidden\n");
    expect(stderr).toContain("note: found/Valid is not used: found/test is held out\n");
    const seen = await call("predict", "lenet5.glyphs", "--input", join("found", "Train", first, "9.jpg"));
    expectRefused(seen, "9.jpg: is a WebP file, which is not read: convert it");
  });

  it("refuses folders with one class, with too few images, and parts whose classes differ", async () => {
    expectRefused(await fineTune("--data", join("letters", first)), "has no folders, expected one for each class");
    await mkdir(join(cwd, "one", "A"), { recursive: true });
    await writeFile(join(cwd, "one", "A", "0.png"), greyPng(letters.gather([0])["x"]!));
    expectRefused(
      await fineTune("--data", "one"),
      "one: has the one class A, expected a folder for each of two or more",
    );
    await writeLetters("few", 2);
    expectRefused(await fineTune("--data", "few"), /few\/A: has 2 images, expected 3 or more, so that one is held out/);
    await rm(join(cwd, "parts", "test", second), { recursive: true });
    expectRefused(await fineTune("--data", "parts"), /parts\/train: has the classes T, which parts\/test has not/);
  });
});
