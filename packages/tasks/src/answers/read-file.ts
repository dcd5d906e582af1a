import { parseNpy } from "@blockzoo/data";
import type { NDArray } from "@blockzoo/core";
import { readResource } from "@blockzoo/weights";

/** Of any file that the command reads as input. */
const largestFile = 2 ** 31 - 1;

/** The bytes of a file that an input names. */
export function readFile(path: string): Promise<Uint8Array> {
  return readResource(path, largestFile);
}

/** The array in a `.npy` file. */
export async function readNpy(path: string): Promise<NDArray> {
  return parseNpy(await readFile(path), { name: path });
}

/** The ending of a path, in small letters: `".png"`; empty where there is none. */
export function endingOf(path: string): string {
  return /\.[^./\\]+$/.exec(path)?.[0].toLowerCase() ?? "";
}
