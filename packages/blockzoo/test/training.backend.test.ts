import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ndarray } from "@blockzoo/core";
import { encodeNpy, glyphs, parseNpy } from "@blockzoo/data";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { beforeAll, describe, expect, it } from "vitest";
import { blockzoo, digitsTable, expectRefused, greyPng, installFamily, userFolder, type Ended } from "./command.js";

let cwd: string;
beforeAll(async () => {
  cwd = await userFolder();
  await installFamily(cwd, "blockzoo-family-tiny");
  await writeFile(join(cwd, "digits.csv"), digitsTable(500));
});

const call = (...args: string[]): Promise<Ended> => blockzoo(args, { cwd });
const text = (path: string): Promise<string> => readFile(join(cwd, path), "utf8");
const trainDigits = ["train", "./my-net.ts#MyNet", "--data", "digits.csv"];

describe("blockzoo train, a user's network on a table", () => {
  it("trains, writes its files, and predict and export use them", async () => {
    const { code, stdout, stderr } = await call(...trainDigits, "--epochs", "8", "--json");
    expect(code).toBe(0);
    expect(stderr).toContain("96/96");
    const result = JSON.parse(stdout) as { metrics: { accuracy: number }; gate?: object };
    expect(result.metrics.accuracy).toBeGreaterThan(0.95);
    expect(result.gate).toBeUndefined();
    const files = await readdir(join(cwd, "runs/MyNet"));
    expect(files.toSorted()).toEqual(["checkpoint.safetensors", "history.jsonl", "report.html", "weights.safetensors"]);
    expect(await text("runs/MyNet/report.html")).toContain(
      "blockzoo train ./my-net.ts#MyNet --data digits.csv --epochs 8",
    );

    const weights = ["--weights", "runs/MyNet/weights.safetensors"];
    const rows = digitsTable(20)
      .split("\n")
      .slice(10, 13)
      .map((line) => line.split(",").slice(0, 64));
    await writeFile(join(cwd, "rows.csv"), rows.map((row) => row.join(",")).join("\n"));
    const seen = await call(
      "predict",
      "./my-net.ts#MyNet",
      ...weights,
      "--input",
      "rows.csv",
      "--json",
      "--out",
      "y.npy",
    );
    const { predictions } = JSON.parse(seen.stdout) as { predictions: { label: string }[][] };
    expect(predictions.map(([best]) => best!.label)).toEqual(["0", "1", "2"]);
    const logits = parseNpy(await readFile(join(cwd, "y.npy")), { name: "y.npy" });
    expect(logits.shape).toEqual([3, 10]);

    const exported = ["export", "./my-net.ts#MyNet", ...weights, "--out", "net.onnx", "--with-preprocessing"];
    expect((await call(...exported)).code).toBe(0);
    const session = await InferenceSession.create(join(cwd, "net.onnx"));
    const image = new Tensor("float32", Float32Array.from(rows.flat(), Number), [3, 64]);
    const outputs = await session.run({ image });
    const found = outputs["logits"]!.data as Float32Array;
    expect(Math.max(...found.map((value, index) => Math.abs(value - logits.data[index]!)))).toBeLessThan(1e-4);
    await session.release();
  });

  it.skipIf(process.platform === "win32")("is stopped by Ctrl-C and resumed to the same losses", async () => {
    const args = [...trainDigits, "--epochs", "40"];
    const whole = await call(...args, "--out", "whole");
    expect(whole.code).toBe(0);
    let isKilled = false;
    const stopped = await blockzoo([...args, "--out", "parts"], {
      cwd,
      onStderr: (stderr, kill) => {
        if (!isKilled && stderr.includes("1/480")) kill("SIGINT");
        isKilled ||= stderr.includes("1/480");
      },
    });
    expect(stopped.code).toBe(130);
    expect(stopped.stderr).toMatch(/stopped after step \d+; go on with: blockzoo train .* --out parts --resume/);
    const steps = (await text("parts/history.jsonl")).split("\n").length - 1;
    expect(steps).toBeLessThan(480);
    expect(await readdir(join(cwd, "parts"))).not.toContain("weights.safetensors");

    expectRefused(await call(...args, "--out", "parts"), `was stopped after step ${steps} of 480`);
    const resumed = await call(...args, "--out", "parts", "--resume");
    expect(resumed.code).toBe(0);
    expect(await text("parts/history.jsonl")).toBe(await text("whole/history.jsonl"));
    const weightsOf = (folder: string) => readFile(join(cwd, folder, "weights.safetensors"));
    expect((await weightsOf("parts")).equals(await weightsOf("whole"))).toBe(true);
  });
});

describe("blockzoo train, where the loss is not finite", () => {
  it("names the op and the block, exits with 1 and leaves a checkpoint that can be gone on from", async () => {
    await writeFile(
      join(cwd, "roots.ts"),
      `import { Block, float32, Linear, sqrt, type Tensor } from "@blockzoo/core";
class Root extends Block {
  forward(x: Tensor): Tensor { return sqrt(x); }
}
export class Roots extends Block {
  static input = { x: float32("N", 64) };
  readonly root = new Root();
  readonly fc = new Linear(64, 10);
  forward(x: Tensor): Tensor { return x.pipe(this.root, this.fc); }
}
`,
    );
    const args = ["train", "./roots.ts#Roots", "--data", "digits.csv"];
    const { code, stderr } = await call(...args);
    expect(stderr).toMatch(
      /^error: the loss of step 1 is NaN \(first in step 1, root: sqrt of a negative number, given float32\[32,64\] from -\S+ to \S+\): try/m,
    );
    expect(code).toBe(1);
    const resumed = await call(...args, "--resume");
    expect(resumed.stderr).toContain("(first in step 1, root: sqrt of a negative number");
    expect(resumed.code).toBe(1);
  });
});

describe("blockzoo train, a recipe", () => {
  it("reaches the gate of mlp.iris", async () => {
    const { code, stdout } = await call("train", "mlp.iris");
    expect(stdout).toMatch(/^held-out accuracy 0\.9|^held-out accuracy 1/m);
    expect(stdout).toMatch(/^gate accuracy >= [\d.]+: reached$/m);
    expect(code).toBe(0);
  });

  it("exits with 1 where the gate is missed, unless the length was changed", async () => {
    const missed = await call("train", "tiny.bad");
    expect(missed.stdout).toContain("gate accuracy >= 0.9: MISSED");
    expect(missed.code).toBe(1);
    const cut = await call("train", "tiny.bad", "--steps", "1", "--json");
    expect(cut.code).toBe(0);
    expect(JSON.parse(cut.stdout)).not.toHaveProperty("passed");
    expect(JSON.parse((await call("train", "tiny.good", "--json")).stdout)).toMatchObject({
      passed: true,
      finished: true,
    });
  });
});

describe("blockzoo predict", () => {
  it("classifies an image with packaged weights", async () => {
    const { x, y } = glyphs({ count: 1, seed: 1 }).gather([0]);
    await writeFile(join(cwd, "glyph.png"), greyPng(x!));
    const { code, stdout, stderr } = await call(
      "predict",
      "lenet5.glyphs",
      "--input",
      "glyph.png",
      "--top",
      "3",
      "--json",
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const { predictions } = JSON.parse(stdout) as { predictions: { label: string; probability: number }[][] };
    expect(predictions[0]).toHaveLength(3);
    expect(predictions[0]![0]!.label).toBe(String(y!.data[0]));
    const shown = await call("predict", "lenet5.glyphs", "--input", "glyph.png", "--top", "1");
    expect(shown.stdout).toMatch(new RegExp(`^ *[\\d.]+ %  ${y!.data[0]}\n$`));
  });

  it("turns .npy into .npy: the raw output tensor", async () => {
    const x = ndarray(
      Float32Array.from({ length: 128 }, (_, index) => Math.sin(index)),
      [2, 1, 8, 8],
    );
    await writeFile(join(cwd, "x.npy"), encodeNpy(x));
    const files = await Promise.all(
      ["onnxruntime-node", "reference"].map(async (backend) => {
        const out = `${backend}.npy`;
        const args = ["--weights", "random:3", "--input", "x.npy", "--out", out, "--backend", backend, "--json"];
        const { code, stdout } = await call("predict", "./my-net.ts#MyNet", ...args);
        expect(code).toBe(0);
        expect(JSON.parse(stdout)).toMatchObject({ backend, output: { name: "logits", shape: [2, 10] } });
        return parseNpy(await readFile(join(cwd, out)), { name: out });
      }),
    );
    const [found, expected] = files as [(typeof files)[0], (typeof files)[0]];
    found.data.forEach((value, index) => expect(value).toBeCloseTo(expected.data[index]!, 5));
  });
});
