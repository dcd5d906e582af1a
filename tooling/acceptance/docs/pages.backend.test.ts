// The books are followed from top to bottom, each page in a folder of its own: programs and the files that pages ask for,
// and our command, which runs from the sources.
import { spawn } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { outsidePages, pages, root, stepsIn } from "./examples.js";
import type { Step } from "./walk.mjs";
import { removePrograms, runProgram } from "./program.js";

/** Commands that change the machine or this repository: their effects are tested where they are made. */
const notOurs = /^(npm (i|install|create) |npx pnpm )/;

describe.each(pages.filter((page) => !Object.hasOwn(outsidePages, page)))("%s can be followed", (page) => {
  const home = process.cwd();
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "blockzoo-page-"));
    copyFileSync(join(root, "packages/models/lenet/test/fixtures/seven.png"), join(folder, "seven.png"));
    process.chdir(folder);
  });
  afterAll(() => {
    process.chdir(home);
    rmSync(folder, { recursive: true });
  });

  const steps = stepsIn(page).filter(({ kind, text }) => kind !== "command" || !notOurs.test(text));
  it.each(steps.map((step) => [`${step.place}: ${step.text.split("\n")[0]}`, step] as const))("%s", async (_, step) => {
    expect(await follow(step, folder)).toBe("");
  });
});

afterAll(removePrograms);

describe.each(Object.entries(outsidePages))("%s writes %s", (page, folder) => {
  const sample = join(root, folder);
  const files = stepsIn(page).filter(({ kind }) => kind === "file");
  it.each(files.map(({ path, text }) => [path, text] as const))("%s", (path, text) => {
    expect(existsSync(join(sample, path))).toBe(true);
    expect(text).toBe(readFileSync(join(sample, path), "utf8"));
  });
});

/** Does what a page asks for; what went wrong, or nothing. A program that fails throws. */
async function follow({ kind, text, path, place }: Step, folder: string): Promise<string> {
  if (kind === "file") {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  } else if (kind === "program") {
    await runProgram(text, place.replaceAll(/\W/g, "-"));
  } else if (text.startsWith("npx blockzoo ")) {
    return blockzoo(wordsOf(text).slice(2), folder);
  } else {
    return `no test runs "${text}"`;
  }
  return "";
}

/** The words of a command, as a shell takes them. */
function wordsOf(text: string): string[] {
  return [...text.matchAll(/"([^"]*)"|'([^']*)'|\S+/g)].map(([word, double, single]) => double ?? single ?? word);
}

const bin = join(root, "packages/blockzoo/bin/blockzoo.js");
const tsx = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;

/** What the command said where it failed. */
function blockzoo(args: readonly string[], cwd: string): Promise<string> {
  const node = ["--conditions=@blockzoo/source", "--import", tsx, bin, ...args];
  const child = spawn(process.execPath, node, { cwd, stdio: ["ignore", "ignore", "pipe"] });
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve(code === 0 ? "" : `exit code ${code}: ${stderr}`));
  });
}
