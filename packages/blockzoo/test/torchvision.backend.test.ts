// `blockzoo predict` on a file of weights that torchvision saved says what torchvision says of the same image, and so does
// the model that is exported with its preprocessing.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readImage } from "@blockzoo/data/images";
import { imageNetLabels } from "@blockzoo/tasks/imagenet";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { blockzooHere } from "./command.js";

const python = process.env["PYTHON"] ?? "/usr/bin/python3";
const hasTorchvision = spawnSync(python, ["-c", "import torchvision"]).status === 0;
if (!hasTorchvision) console.warn("torchvision's own pipeline is left out: python3-torchvision is not installed");
const script = fileURLToPath(new URL("../../../tooling/golden/torchvision-predict.py", import.meta.url));

interface Answer {
  readonly categories: readonly string[];
  readonly probabilities: readonly number[];
}

/** The largest difference between torchvision's probabilities and others, which are named. */
function apart({ categories, probabilities }: Answer, found: ReadonlyMap<string, number>): number {
  return Math.max(...probabilities.map((value, index) => Math.abs(value - (found.get(categories[index]!) ?? NaN))));
}

describe.runIf(hasTorchvision)("resnet18 with torchvision's weights", () => {
  let folder: string;
  let weights: string;
  let image: string;
  let expected: Answer;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "blockzoo-torchvision-"));
    [weights, image] = [join(folder, "resnet18.pth"), join(folder, "resnet18.png")];
    const { stdout, stderr, status } = spawnSync(python, [script, "resnet18", weights], { encoding: "utf8" });
    if (status !== 0) throw new Error(stderr);
    expected = JSON.parse(stdout) as Answer;
  }, 120_000);
  afterAll(() => rmSync(folder, { recursive: true }));

  it("knows the classes, in torchvision's order", () => expect(imageNetLabels).toEqual(expected.categories));

  it("predicts", { timeout: 60_000 }, async () => {
    const options = ["--weights", weights, "--input", image, "--top", "1000", "--json"];
    const { code, stdout } = await blockzooHere(["predict", "resnet18", ...options]);
    expect(code).toBe(0);
    const { predictions } = JSON.parse(stdout) as { predictions: [{ label: string; probability: number }[]] };
    const found = predictions[0].map(({ label, probability }) => [label, probability] as const);
    expect(found[0]![1]).toBeGreaterThan(0.1);
    expect(apart(expected, new Map(found))).toBeLessThan(1e-4);
  });

  it("is exported with its preprocessing", { timeout: 60_000 }, async () => {
    const file = join(folder, "resnet18.onnx");
    const options = ["--weights", weights, "--with-preprocessing", "--out", file];
    expect(await blockzooHere(["export", "resnet18", ...options])).toMatchObject({ code: 0 });
    const session = await InferenceSession.create(readFileSync(file));
    const { width, height, data } = await readImage(image);
    const pixels = new Tensor("uint8", Uint8Array.from(data), [1, height, width, 3]);
    const { probabilities, label } = await session.run({ input: pixels });
    await session.release();
    const found = new Map(imageNetLabels.map((name, index) => [name, Number(probabilities!.data[index])]));
    expect(apart(expected, found)).toBeLessThan(1e-4);
    const best = expected.probabilities.indexOf(Math.max(...expected.probabilities));
    expect(label!.data[0]).toBe(expected.categories[best]);
  });
});
