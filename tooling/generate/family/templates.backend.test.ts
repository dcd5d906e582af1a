// What the generator makes passes every check at once, whatever it is called.
import { spawn } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";
import { createFamily, tasks } from "@blockzoo/create-family";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

// Here the made packages find ours, as under packages/models.
const parent = fileURLToPath(new URL(".made", import.meta.url));
const bin = fileURLToPath(new URL("../../../packages/blockzoo/bin/blockzoo.js", import.meta.url));
const tsx = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;

beforeAll(() => {
  rmSync(parent, { recursive: true, force: true });
  mkdirSync(parent);
});
afterAll(() => rmSync(parent, { recursive: true, force: true }));

describe("a made family conforms", () => {
  it.each(tasks)("%s", async (task) => {
    const { folder, names } = await createFamily({ name: `made-${task}`, task, layout: "workspace", parent });
    const { code, report } = await checkFamily(folder);
    expect(report.groups.flatMap(({ checks }) => checks.filter(({ passed }) => !passed))).toEqual([]);
    expect({ code, name: report.package }).toEqual({ code: 0, name: names.packageName });
  });
});

interface Report {
  readonly package: string;
  readonly groups: readonly { readonly checks: readonly { readonly passed: boolean }[] }[];
}

function checkFamily(folder: string): Promise<{ code: number | null; report: Report }> {
  const node = ["--conditions=@blockzoo/source", "--import", tsx, bin, "check-family", folder, "--json"];
  const child = spawn(process.execPath, node, { stdio: ["ignore", "pipe", "inherit"] });
  let stdout = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, report: JSON.parse(stdout) as Report }));
  });
}
