import type { NDArray } from "@blockzoo/core";
import { writePyTorch } from "../pytorch/write-pytorch.js";
import { readWeights } from "../read-weights.js";
import { writeSafetensors, type WeightsFile, type WriteSafetensorsOptions } from "../safetensors.js";
import { readBytes } from "./read-bytes.js";
import { writeFileAtomic } from "./write-file-atomic.js";

/** How {@link readWeightsFile} reads. */
export interface ReadWeightsFileOptions {
  /** Bounds the file before it is read; 2 GiB by default. */
  readonly maxBytes?: number;
  /** The key of the state dict in a checkpoint of PyTorch that has several. */
  readonly entry?: string;
}

/** {@link readWeights} for a file: safetensors or PyTorch's, whichever its content is. */
export async function readWeightsFile(
  path: string,
  { maxBytes = 2 ** 31 - 1, entry }: ReadWeightsFileOptions = {},
): Promise<WeightsFile> {
  return readWeights(await readBytes(path, maxBytes), { name: path, ...(entry !== undefined && { entry }) });
}

/**
 * Writes weights to a file, by {@link writeFileAtomic}: in PyTorch's format where the path ends in `.pth` or `.pt`, which
 * drops the metadata, else as safetensors.
 */
export async function writeWeightsFile(
  path: string,
  tensors: Iterable<readonly [string, NDArray]> | Readonly<Record<string, NDArray>>,
  options: WriteSafetensorsOptions = {},
): Promise<void> {
  const write = /\.pth?$/i.test(path) ? writePyTorch : writeSafetensors;
  await writeFileAtomic(path, write(tensors, options));
}
