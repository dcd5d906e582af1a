import { stat } from "node:fs/promises";
import { check } from "@blockzoo/core";
import { checkOutput } from "../output-file.js";

/** Where what a painting leaves is written. */
export interface Places {
  readonly picture: string;
  /** Of what a stopped run goes on from, beside the picture. */
  readonly checkpoint: string;
  /** Of the picture as it is after a step: `painted.0050.png`. */
  readonly afterStep: (step: number) => string;
}

/**
 * The files of a painting.
 *
 * @param out where the picture shall go
 * @param inputs files that must stay as they are
 * @throws BlockzooError before any work is done, where the picture could not be written or would replace an input
 */
export async function placesOf(out: string, inputs: readonly string[]): Promise<Places> {
  check(/\.png$/i.test(out), () => `${out}: a painted picture is written as .png`);
  const stem = out.slice(0, -".png".length);
  const checkpoint = `${stem}.checkpoint.safetensors`;
  for (const input of inputs) {
    check(
      !(await isSameFile(out, input)),
      () => `${out}: would replace what it is painted from: give --out another name`,
    );
  }
  await checkOutput(out);
  return {
    picture: out,
    checkpoint,
    afterStep: (step) => `${stem}.${String(step).padStart(4, "0")}${out.slice(stem.length)}`,
  };
}

/** Whether two names lead to one file, by whatever links. */
async function isSameFile(first: string, second: string): Promise<boolean> {
  const [a, b] = await Promise.all([first, second].map((path) => stat(path, { bigint: true }).catch(() => undefined)));
  return a !== undefined && b !== undefined && a.dev === b.dev && a.ino === b.ino;
}
