import { spawn } from "node:child_process";
import { cp, mkdtemp, rm, symlink, mkdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { NDArray } from "@blockzoo/core";
import { main } from "blockzoo";
import { encode } from "fast-png";
import { afterAll, expect, vi } from "vitest";

const bin = fileURLToPath(new URL("../bin/blockzoo.js", import.meta.url));
const fixtures = fileURLToPath(new URL("fixtures", import.meta.url));
const tsx = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd: string;
  /** Modules that Node loads first. */
  readonly preload?: readonly string[];
  /** Limits the size of files, in units of 1024 bytes, which is how a disk gets full. */
  readonly fileLimit?: number;
  /** Called with all of stderr whenever there is more of it. */
  readonly onStderr?: (text: string, kill: (signal: NodeJS.Signals) => void) => void;
  /** Closes the pipe behind stdout once so many characters have come, as `| head` does. */
  readonly readOnly?: number;
}

/** Calls `blockzoo` from the sources, as `pnpm blockzoo` does, in a process of its own, and waits for its end. */
export function blockzoo(
  args: readonly string[],
  { cwd, preload = [], fileLimit, onStderr, readOnly = Infinity }: RunOptions,
): Promise<Ended> {
  const node = ["--conditions=@blockzoo/source", ...[tsx, ...preload].flatMap((module) => ["--import", module]), bin];
  const command = [process.execPath, ...node, ...args];
  const [program, ...rest] =
    fileLimit === undefined ? command : ["/bin/sh", "-c", `ulimit -f ${fileLimit} && exec "$@"`, "sh", ...command];
  const child = spawn(program!, rest, { cwd, env: { ...process.env, BLOCKZOO_DEBUG: "", BLOCKZOO_DATA: "" } });
  let [stdout, stderr] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
    if (stdout.length >= readOnly) child.stdout.destroy();
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
    onStderr?.(stderr, (signal) => child.kill(signal));
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, stdout, stderr }));
  });
}

/** Calls the command in this process: faster, and enough for what is refused before anything is done. */
export async function blockzooHere(args: readonly string[]): Promise<Ended> {
  const written = { stdout: "", stderr: "" };
  const spies = (["stdout", "stderr"] as const).map((name) =>
    vi.spyOn(process[name], "write").mockImplementation((text) => {
      written[name] += String(text);
      return true;
    }),
  );
  try {
    const code = await main(args);
    return { code, ...written };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

/** A user's error: the documented code, one sentence on stderr after what happened before, no stack, nothing on stdout. */
export function expectRefused({ code, stdout, stderr }: Ended, message: string | RegExp): void {
  expect(stderr).toMatch(message);
  expect(stderr).toMatch(/^((warning|note): .*\n|training .*\n)*error: /);
  expect(stderr).not.toContain("    at ");
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
}

/** A folder with the user's files, removed after the tests of the file. */
export async function userFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "blockzoo-command-"));
  afterAll(() => rm(folder, { recursive: true, force: true }));
  await cp(join(fixtures, "my-net.ts"), join(folder, "my-net.ts"));
  return folder;
}

/** Installs a third-party package of the fixtures into a folder, beside the packages that it needs. */
export async function installFamily(
  folder: string,
  family: "blockzoo-family-tiny" | "blockzoo-family-bigrams",
): Promise<void> {
  const modules = join(folder, "node_modules");
  await mkdir(join(modules, "@blockzoo"), { recursive: true });
  await cp(join(fixtures, family), join(modules, family), { recursive: true });
  for (const name of ["core", "data", "family", "tasks", "train"]) {
    await symlink(
      fileURLToPath(new URL(`../../${name}`, import.meta.url)),
      join(modules, "@blockzoo", name),
      "junction",
    );
  }
}

/** A table of 8x8 pixels and a class: a bar for each class, at its own place, in noise that is the same every time. */
export function digitsTable(rows: number): string {
  let state = 1;
  const noise = (): number => (state = (state * 48_271) % 2_147_483_647) % 5;
  const row = (index: number): string => {
    const digit = index % 10;
    const isBar = (pixel: number): boolean =>
      digit < 5 ? pixel % 8 === digit + 1 : Math.floor(pixel / 8) === digit - 3;
    return [...Array.from({ length: 64 }, (_, pixel) => noise() + (isBar(pixel) ? 11 : 0)), digit].join(",");
  };
  return `${Array.from({ length: rows }, (_, index) => row(index)).join("\n")}\n`;
}

/** An image [1, 1, H, W] of 0 to 1 as a PNG file. */
export function greyPng({ data, shape }: NDArray): Uint8Array {
  const [height, width] = shape.slice(-2) as [number, number];
  return encode({ width, height, channels: 1, data: Uint8Array.from(data, (value) => Math.round(255 * value)) });
}
