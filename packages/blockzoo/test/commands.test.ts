import { cp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Summary } from "@blockzoo/inspect";
import { aliases } from "@blockzoo/zoo";
import { beforeAll, describe, expect, it } from "vitest";
import { blockzoo, expectRefused, installFamily, userFolder, type Ended } from "./command.js";

let cwd: string;
beforeAll(async () => {
  cwd = await userFolder();
  await installFamily(cwd, "blockzoo-family-tiny");
});

const call = (...args: string[]): Promise<Ended> => blockzoo(args, { cwd });

describe("blockzoo", { timeout: 30_000 }, () => {
  it("prints its version and its help", async () => {
    const version = await call("--version");
    expect(version).toMatchObject({ code: 0, stderr: "" });
    expect(version.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    const help = await call("train", "--help");
    expect(help.code).toBe(0);
    expect(help.stdout).toContain("blockzoo train mlp.iris");
    expect(help.stdout).toContain("exit code 130");
  });

  it("ends with the documented code and one sentence where something is wrong", async () => {
    expectRefused(await call("summary", "lenet6"), 'there is no network "lenet6": did you mean lenet5');
  });
});

describe("blockzoo list", { timeout: 30_000 }, () => {
  it("shows the families of the zoo and installed third-party packages", async () => {
    const { code, stdout } = await call("list");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^lenet5 +@blockzoo\/lenet +61,706 /m);
    expect(stdout).toMatch(/^tiny +blockzoo-family-tiny +8 .*tiny\.good tiny\.bad/m);
  });

  it("prints one JSON document", async () => {
    const { code, stdout, stderr } = await call("list", "--json");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const rows = JSON.parse(stdout) as Record<string, unknown>[];
    expect(rows.find(({ id }) => id === "mlp")).toMatchObject({
      family: "mlp",
      package: "@blockzoo/mlp",
      task: "table-classification",
      params: 131,
      recipes: [expect.objectContaining({ id: "mlp.iris" })],
    });
    const spelled = rows.flatMap(({ id, aliases }) => (aliases as string[]).map((alias) => [alias, id] as const));
    expect(Object.fromEntries(spelled)).toEqual(aliases);
  });
});

describe("blockzoo list --chart", { timeout: 30_000 }, () => {
  it("draws all trained networks into an .svg file, beside what list prints", async () => {
    const { code, stdout, stderr } = await call("list", "--json", "--chart", "zoo.svg");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "wrote zoo.svg\n" });
    expect(JSON.parse(stdout)).toContainEqual(expect.objectContaining({ id: "lenet5" }));
    const chart = await readFile(join(cwd, "zoo.svg"), "utf8");
    expect(chart).toContain("lenet5: 416.5 k operations, 61.71 k parameters, accuracy 0.9886");
    expectRefused(await call("list", "--chart", "zoo.png"), "zoo.png: a chart is written as .svg");
  });
});

describe("in the folder of a third party's family, where its author works", { timeout: 30_000 }, () => {
  let own: string;
  beforeAll(async () => {
    own = await userFolder();
    await installFamily(own, "blockzoo-family-tiny");
    const installed = join(own, "node_modules/blockzoo-family-tiny");
    await cp(installed, own, { recursive: true });
    await rm(installed, { recursive: true });
  });

  it("is listed", async () => {
    const { stdout } = await blockzoo(["list"], { cwd: own });
    expect(stdout).toMatch(/^tiny +blockzoo-family-tiny +8 .*tiny\.good tiny\.bad/m);
  });
});

describe("blockzoo summary", { timeout: 30_000 }, () => {
  it("counts a network block by block", async () => {
    const { code, stdout } = await call("summary", "lenet5", "--input", "4x1x32x32");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^conv1 +Conv2d +4x6x28x28 +156 /m);
    expect(stdout).toMatch(/^total +61,706 /m);
    expect(stdout).toMatch(/^parameters .*; most in \S+, \d+\.\d %$/m);
  });

  it("prints one JSON document for a user's file", async () => {
    const { code, stdout, stderr } = await call("summary", "./my-net.ts#MyNet", "--json");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(JSON.parse(stdout)).toMatchObject({ model: "MyNet", totals: { parameters: 5050 } });
    const { blocks, totals } = JSON.parse(stdout) as Summary;
    const parts = blocks.map(({ trainingBytes }) => trainingBytes);
    expect(parts.reduce((sum, bytes) => sum + bytes, 0)).toBeLessThan(totals.trainingBytes);
    expect(blocks.reduce((sum, { shares }) => sum + shares.parameters, 0)).toBeCloseTo(1, 10);
  });

  it("takes a third-party package by name", async () => {
    expect((await call("summary", "blockzoo-family-tiny")).stdout).toMatch(/^total +8 /m);
  });

  it("names file, line, block, found and expected for a wrong channel count", async () => {
    const source = await readFile(join(cwd, "my-net.ts"), "utf8");
    const wrong = source.replace("new Residual(16)", "new Residual(8)");
    await writeFile(join(cwd, "wrong.ts"), wrong);
    const line = 1 + wrong.split("\n").findIndex((text) => text.includes("add(x, this.conv.forward(x))"));
    const result = await call("summary", "./wrong.ts#MyNet");
    expectRefused(result, "MyNet.residual.conv: expects 8 input channels, got x float32[1,16,8,8]");
    expect(result.stderr).toContain(`wrong.ts:${line}:34)`);
  });

  it("takes a mistake in a user's code for one", async () => {
    const source = await readFile(join(cwd, "my-net.ts"), "utf8");
    await writeFile(join(cwd, "typo.ts"), source.replace("x, this.conv.forward", "x, this.cnov.forward"));
    expectRefused(await call("summary", "./typo.ts#MyNet"), /typo\.ts:\d+:\d+: Cannot read properties of undefined/);
  });
});

describe("blockzoo diagram", { timeout: 30_000 }, () => {
  it("draws SVG and Mermaid", async () => {
    const svg = await call("diagram", "./my-net.ts#MyNet", "--out", "net.svg");
    expect(svg).toMatchObject({ code: 0, stdout: "" });
    expect(await readFile(join(cwd, "net.svg"), "utf8")).toMatch(/^<svg [^]*<\/svg>\s*$/);
    expect((await call("diagram", "./my-net.ts#MyNet", "--out", "net.mmd", "--expand", "residual")).code).toBe(0);
    expect(await readFile(join(cwd, "net.mmd"), "utf8")).toContain("flowchart");
  });
});

describe("blockzoo export", { timeout: 30_000 }, () => {
  it("writes the same file for the same seed, and another for another", async () => {
    const written = await Promise.all(
      ["1", "1", "2"].map(async (seed, index) => {
        const out = `seed${index}.onnx`;
        const args = ["export", "./my-net.ts#MyNet", "--weights", `random:${seed}`, "--out", out, "--batch", "3"];
        const { code, stderr } = await call(...args);
        expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining("which are not trained") });
        return readFile(join(cwd, out));
      }),
    );
    expect(written[0]!.equals(written[1]!)).toBe(true);
    expect(written[0]!.equals(written[2]!)).toBe(false);
  });

  it.skipIf(process.platform === "win32")("leaves the old file and nothing else when the disk gets full", async () => {
    await writeFile(join(cwd, "full.onnx"), "old");
    const before = await readdir(cwd);
    const result = await blockzoo(["export", "./my-net.ts#MyNet", "--out", "full.onnx"], { cwd, fileLimit: 8 });
    expectRefused(result, "full.onnx: cannot be written: EFBIG");
    expect(await readFile(join(cwd, "full.onnx"), "utf8")).toBe("old");
    expect(await readdir(cwd)).toEqual(before);
  });
});
