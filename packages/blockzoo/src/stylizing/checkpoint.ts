import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { BlockzooError, check, type StateDict } from "@blockzoo/core";
import type { RawImage } from "@blockzoo/data/images";
import { readWeightsFile, writeWeightsFile } from "@blockzoo/weights/node";

/** What a painting is made of, as texts by what they are: one that was stopped goes on with the same only. */
export type Ingredients = Readonly<Record<string, string>>;

const format = "blockzoo-painting-1";

/** Writes what a stopped painting goes on from. */
export async function writeCheckpoint(path: string, state: StateDict, ingredients: Ingredients): Promise<void> {
  await writeWeightsFile(path, state, { metadata: { format, ingredients: JSON.stringify(ingredients) } });
}

/**
 * The state that a stopped painting goes on from; undefined for one that begins.
 *
 * @throws BlockzooError where there is none to resume, one that would be lost otherwise, or one of another painting
 */
export async function stateToResume(
  path: string,
  ingredients: Ingredients,
  resume: boolean,
): Promise<StateDict | undefined> {
  const isThere = existsSync(path);
  if (!resume) {
    check(!isThere, () => `${path} is of a painting that was stopped: go on with --resume, or remove it`);
    return undefined;
  }
  check(isThere, () => `there is nothing to resume: ${path} is not there`);
  const { tensors, metadata } = await readWeightsFile(path);
  check(metadata.get("format") === format, () => `${path}: is no checkpoint of a painting`);
  const saved = parseIngredients(metadata.get("ingredients"), path);
  const different = Object.entries(ingredients).filter(([name, here]) => saved[name] !== here);
  const shown = different.map(([name, here]) =>
    isHash(here) ? `another ${name}` : `${name} ${saved[name]} there, ${here} here`,
  );
  check(
    different.length === 0,
    () => `${path}: cannot be gone on with, because it was begun with something else: ${shown.join("; ")}`,
  );
  return tensors;
}

/** Removes the checkpoint of a painting that is done. */
export async function removeCheckpoint(path: string): Promise<void> {
  await rm(path, { force: true });
}

/** Pixels as one short text. */
export function fingerprint({ width, height, data }: RawImage): string {
  return createHash("sha256").update(`${width}x${height} `).update(data).digest("hex");
}

function isHash(text: string): boolean {
  return /^[0-9a-f]{64}$/.test(text);
}

function parseIngredients(text: string | undefined, path: string): Ingredients {
  try {
    const found: unknown = JSON.parse(text ?? "");
    if (typeof found === "object" && found !== null) return found as Ingredients;
  } catch (cause) {
    throw new BlockzooError(`${path}: its metadata is damaged`, { cause });
  }
  throw new BlockzooError(`${path}: its metadata is damaged`);
}
