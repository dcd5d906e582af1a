// What an author of a family calls in the package's folder, on a copy of a real one.
import { createHash } from "node:crypto";
import { cp, mkdtemp, readFile, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { blockzoo, expectRefused } from "./command.js";

const original = fileURLToPath(new URL("../../models/mlp", import.meta.url));
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "blockzoo-family-"));
  await cp(original, folder, { recursive: true, filter: (file) => !/node_modules|dist$/.test(file) });
  await symlink(join(original, "node_modules"), join(folder, "node_modules"), "junction");
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Report {
  readonly package: string;
  readonly passed: boolean;
  readonly groups: readonly {
    readonly subject: string;
    readonly checks: readonly { readonly title: string; readonly passed: boolean; readonly problem?: string }[];
  }[];
}

describe("make-weights", () => {
  it("trains, stores what it measured, and keeps the index in order", async () => {
    const { code, stdout } = await blockzoo(["make-weights", "mlp.iris", "--seed", "0"], { cwd: folder });
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining("mlp.iris.safetensors: ") });
    const bytes = await readFile(join(folder, "weights/mlp.iris.safetensors"));
    const index = await readFile(join(folder, "weights/index.js"), "utf8");
    expect(index).toContain(createHash("sha256").update(bytes).digest("hex"));
    expect(index).toContain(`size: ${bytes.length},`);
    expect(index.match(/"mlp\.iris": \{/g)).toHaveLength(1);
  });

  it("refuses a recipe that the package does not have", async () => {
    expectRefused(
      await blockzoo(["make-weights", "mlp.irs"], { cwd: folder }),
      'there is no recipe "mlp.irs": did you mean mlp.iris?',
    );
  });
});

describe("check-family", () => {
  it("passes a package that is done", async () => {
    const { code, stdout } = await blockzoo(["check-family", "--json"], { cwd: folder });
    const report = JSON.parse(stdout) as Report;
    const failed = report.groups.flatMap(({ checks }) => checks.filter(({ passed }) => !passed));
    expect(failed).toEqual([]);
    expect({ code, name: report.package, passed: report.passed }).toEqual({
      code: 0,
      name: "@blockzoo/mlp",
      passed: true,
    });
    expect(report.groups.map(({ subject }) => subject)).toEqual(
      expect.arrayContaining(["package @blockzoo/mlp", "variant mlp-moons", "weights mlp.iris", "recipes"]),
    );
  });

  it("says what is missing and what to do, and goes on", async () => {
    await rm(join(folder, "NOTICES.md"));
    const { code, stdout } = await blockzoo(["check-family", folder], { cwd: tmpdir() });
    expect(code).toBe(1);
    expect(stdout).toContain(
      "  ✗ has notices of the architecture and of each file with weights\n      there is no NOTICES.md: write one\n",
    );
    expect(stdout).toContain("  ✓ measures something simpler beside a claim\n");
    expect(stdout).toMatch(/@blockzoo\/mlp does not conform yet: 1 of \d+ checks failed in [\d.]+ s\n$/);
  });

  it("refuses a folder that holds no package, and a package without a family", async () => {
    expectRefused(await blockzoo(["check-family", "nowhere"], { cwd: folder }), "nowhere is no package");
    const core = fileURLToPath(new URL("../../core", import.meta.url));
    expectRefused(await blockzoo(["check-family", core], { cwd: folder }), "@blockzoo/core exports 0 families");
  });
});
