/**
 * Folders of images as lines of text, which mutations change: a path and what it holds, `text` for no image; or a link and
 * where it leads.
 */
import { readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { ndarray, type NDArray } from "@blockzoo/core";
import { readImage } from "@blockzoo/data/images";
import { imageFolder, imageParts } from "@blockzoo/data/node";

export const folderScripts: readonly Uint8Array[] = [
  "cat/0.png png\ncat/1.jpg jpg\ndog/0.png png\ndog/sub/1.png png\ncat/.DS_Store text\n.git/a text\n",
  "train/cat/0.png png\ntest/cat/0 png\nval/cat/0.jpg jpg\nTrain.txt text\n",
  "cat/0.png png\ncat/more -> far/away\nfar/away/1.png png\ndog/0.png -> cat/0.png\nwolf -> cat\n",
].map((text) => new TextEncoder().encode(text));

const fixture = (name: string) =>
  readFileSync(new URL(`../../packages/data/test/images/fixtures/${name}`, import.meta.url));
const contents: Readonly<Record<string, Uint8Array>> = { png: fixture("grey.png"), jpg: fixture("grey.jpg") };

/** Makes the folder that the lines describe, as far as they can be followed, and reads it. */
export async function readScriptedFolder(bytes: Uint8Array): Promise<readonly NDArray[]> {
  const root = await mkdtemp(join(tmpdir(), "blockzoo-fuzz-"));
  try {
    for (const line of new TextDecoder("latin1").decode(bytes).split("\n").slice(0, 50)) await follow(root, line);
    const parts = await imageParts(root);
    const folders = parts === undefined ? [root] : [parts.train, parts.test];
    const arrays: NDArray[] = [];
    for (const folder of folders) arrays.push(...Object.values(await allOf(folder)));
    return arrays;
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

async function follow(root: string, line: string): Promise<void> {
  const [, path, arrow, what = ""] = /^(.+?) (-> )?(.*)$/.exec(line) ?? [];
  const target = path === undefined ? undefined : inside(root, path);
  if (target === undefined) return;
  try {
    await mkdir(dirname(target), { recursive: true });
    if (arrow === undefined) await writeFile(target, contents[what] ?? what);
    else await symlink(inside(root, what) ?? root, target);
  } catch (error) {
    // A file system takes not all names, and none twice: such a line says nothing.
    if (!(error instanceof Error && "code" in error)) throw error;
  }
}

/** A path within the folder, whatever the mutation made of it. */
function inside(root: string, path: string): string | undefined {
  const steps = path.split("/").filter((step) => step !== "" && step !== "." && step !== "..");
  return steps.some((step) => step.includes("\0")) ? undefined : join(root, ...steps);
}

async function allOf(folder: string) {
  const read = async (path: string) => {
    const { width, height, data } = await readImage(path);
    return ndarray(Float32Array.from(data.subarray(0, width * height)), [1, height, width]);
  };
  const dataset = await imageFolder({ folder, read });
  return dataset.gather(Array.from({ length: dataset.size }, (_, index) => index));
}
