import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { blockzoo, userFolder } from "./command.js";

let cwd: string;
beforeAll(async () => {
  cwd = await userFolder();
});

const preload = [new URL("fixtures/without-runtimes.mjs", import.meta.url).href];

describe("blockzoo compare", () => {
  it("finds every block equal on all backends", async () => {
    const { code, stdout } = await blockzoo(["compare", "./my-net.ts#MyNet"], { cwd });
    expect(stdout).toMatch(/^residual\.conv +Conv2d +2x16x8x8( +\S+e-\d+)+$/m);
    expect(stdout).toMatch(/^onnxruntime-node agrees, largest difference/m);
    expect(stdout).toMatch(/^onnxruntime-web agrees, largest difference/m);
    expect(code).toBe(0);
  });

  it("names the first block that diverges, and reports it", async () => {
    // In float32, 1e6 + x keeps no more than one digit of x behind the point.
    await writeFile(
      join(cwd, "cancel.ts"),
      `import { add, Block, float32, Linear, sub, type Tensor } from "@blockzoo/core";
class Cancel extends Block {
  forward(x: Tensor): Tensor { return sub(add(x, 1e6), 1e6); }
}
export class Net extends Block {
  static input = { x: float32("N", 4) };
  readonly before = new Linear(4, 4);
  readonly cancel = new Cancel();
  readonly after = new Linear(4, 4);
  forward(x: Tensor): Tensor { return x.pipe(this.before, this.cancel, this.after); }
}
`,
    );
    const args = ["compare", "./cancel.ts#Net", "--backends", "reference,ort", "--report", "bug.md"];
    const { code, stdout } = await blockzoo(args, { cwd });
    expect(stdout).toMatch(/^onnxruntime-node DIVERGES, first at cancel \(Cancel\); /m);
    expect(code).toBe(1);
    const report = await readFile(join(cwd, "bug.md"), "utf8");
    expect(report).toContain("# blockzoo compare: first divergence at cancel");
    expect(report).toContain("blockzoo compare ./cancel.ts#Net --backends reference,ort");
    expect(report).toMatch(/= sub\(.*# cancel/);
  });

  it("does not take a backend that is missing for one that agrees", async () => {
    const args = ["compare", "./my-net.ts#MyNet", "--backends", "ort-cpu,ort-wasm,reference"];
    const missing = await blockzoo(args, { cwd, preload });
    expect(missing.stdout).toMatch(/^onnxruntime-web was not run: onnxruntime-web is not installed/m);
    expect(missing.stdout).toContain("Nothing was compared: only reference ran.");
    expect(missing.code).toBe(1);
  });
});

describe("blockzoo doctor", () => {
  it("says what runs, and lets no runtime say anything", async () => {
    const { code, stdout, stderr } = await blockzoo(["doctor", "--json"], { cwd });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const { backends, cores, simd } = JSON.parse(stdout) as { backends: object[]; cores: number; simd: boolean };
    expect({ cores: cores > 0, simd }).toEqual({ cores: true, simd: true });
    expect(backends).toMatchObject([
      { backend: "onnxruntime-node", runs: true, device: "cpu" },
      { backend: "onnxruntime-web", runs: true, device: "wasm" },
      { backend: "onnxruntime-webgpu" },
      { backend: "onnxruntime-cuda" },
      { backend: "tfjs-wasm" },
      { backend: "tfjs-cpu" },
      { backend: "tfjs-node" },
      { backend: "reference", runs: true, threads: 1 },
    ]);
  });

  it("names one command that installs a runtime where there is none", async () => {
    const { code, stdout } = await blockzoo(["doctor"], { cwd, preload });
    expect(code).toBe(0);
    expect(stdout).toContain("  no   onnxruntime-node    not installed");
    expect(stdout.trimEnd().split("\n").at(-1)).toBe(
      "No fast runtime is ready. Install one with: npm i onnxruntime-web",
    );
  });
});

describe("without a runtime", () => {
  it("says what to install", async () => {
    const { code, stderr } = await blockzoo(["train", "mlp.iris"], { cwd, preload });
    expect(stderr).toContain("onnxruntime-web is not installed. Install it with: npm i onnxruntime-web");
    expect(code).toBe(2);
  });

  it("the reference still works", async () => {
    const { code } = await blockzoo(["train", "mlp.iris", "--steps", "3", "--backend", "reference"], { cwd, preload });
    expect(code).toBe(0);
  });
});
