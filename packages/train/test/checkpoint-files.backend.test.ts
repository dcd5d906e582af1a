import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Linear, Sequential } from "@blockzoo/core";
import { fit } from "@blockzoo/train";
import { build } from "vite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dropoutNet, shortRun } from "./support.js";

const root = mkdtempSync(join(tmpdir(), "blockzoo-train-"));
const program = join(root, "training-program.mjs");

/** One file, so that fifty lives of the program do not spend their time loading it. */
beforeAll(async () => {
  await build({
    configFile: false,
    logLevel: "error",
    resolve: { conditions: ["@blockzoo/source"] },
    ssr: { noExternal: true, resolve: { conditions: ["@blockzoo/source"] } },
    build: {
      ssr: fileURLToPath(new URL("fixtures/training-program.ts", import.meta.url)),
      outDir: root,
      target: "node20",
      rollupOptions: { output: { entryFileNames: "training-program.mjs", codeSplitting: false } },
    },
  });
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

const losses = (folder: string): number[] =>
  readFileSync(join(folder, "history.jsonl"), "utf8")
    .trim()
    .split("\n")
    .map((line) => (JSON.parse(line) as { loss: number }).loss);

/** Runs the program, and kills it at a random moment around its second write; tells whether it died within a write. */
async function liveAndDie(folder: string): Promise<boolean> {
  const child = spawn(process.execPath, [program, folder], { stdio: ["ignore", "pipe", "inherit"] });
  let said = "";
  let isDoomed = false;
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    said += text;
    if (isDoomed || said.split("writing").length < 3) return;
    isDoomed = true;
    setTimeout(() => child.kill("SIGKILL"), Math.random() * 5);
  });
  const [, signal] = (await once(child, "exit")) as [number | null, string | null];
  expect(signal).toBe("SIGKILL");
  return said.trimEnd().endsWith("writing");
}

describe("a training process", () => {
  it("killed fifty times, mostly while it writes, gives the losses of one that was not", async () => {
    const [whole, killed] = [join(root, "whole"), join(root, "killed")];
    execFileSync(process.execPath, [program, whole]);
    let within = 0;
    for (let life = 0; life < 50; life++) within += Number(await liveAndDie(killed));
    const before = losses(killed).length;
    execFileSync(process.execPath, [program, killed]);
    expect(losses(killed)).toEqual(losses(whole));
    expect(before).toBeLessThan(250);
    console.log(`killed 50 times, ${within} of them within a write; the history then had ${before} of 250 steps`);
    expect(within).toBeGreaterThan(5);
    expect(readdirSync(killed).toSorted()).toEqual(["checkpoint.safetensors", "history.jsonl"]);
  });
});

describe("a disk that is full", () => {
  it("gives a clear error and leaves the checkpoint before, from which the run continues", async ({ skip }) => {
    const disk = mkdtempSync(join(tmpdir(), "blockzoo-disk-"));
    try {
      execFileSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", disk], { stdio: "pipe" });
    } catch (error) {
      rmSync(disk, { recursive: true });
      const reason = `no small disk can be mounted here: ${String(error).trim().split("\n").at(-1)}`;
      console.log(`skipped: ${reason}`);
      return skip(reason);
    }
    try {
      const folder = join(disk, "run");
      const options = { ...shortRun(), checkpoint: { to: folder, everySteps: 2 } };
      const stop = new AbortController();
      const onProgress = ({ step }: { readonly step: number }) => step === 5 && stop.abort();
      const stopped = await fit(dropoutNet(), { ...options, signal: stop.signal, onProgress });
      const filler = join(disk, "filler");
      execFileSync("sh", ["-c", `cat /dev/zero > ${filler} 2>/dev/null || true`]);
      await expect(fit(dropoutNet(), { ...options, resume: true })).rejects.toThrow(
        /^the checkpoint of step 6 cannot be written to the folder .*run, that of step 5 is intact: .*ENOSPC/,
      );
      rmSync(filler);
      const resumed = await fit(dropoutNet(), { ...options, resume: true });
      expect(resumed.history.slice(0, 5)).toEqual(stopped.history);
      expect(resumed.history).toEqual((await fit(dropoutNet(), shortRun())).history);
    } finally {
      execFileSync("umount", [disk]);
      rmSync(disk, { recursive: true });
    }
  });
});

describe("a folder", () => {
  it("that cannot be one is an error before the first step", async () => {
    const to = join(program, "run");
    const run = fit(new Sequential(new Linear(2, 2)), { ...shortRun(), checkpoint: { to } });
    await expect(run).rejects.toThrow(`${join(to, "checkpoint.safetensors")}: cannot be read: ENOTDIR`);
  });
});
