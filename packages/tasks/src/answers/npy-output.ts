import type { NDArray, TensorType } from "@blockzoo/core";
import type { ImagePreprocessing } from "@blockzoo/data/images";
import type { Network } from "@blockzoo/family";
import { notANumber } from "./not-a-number.js";
import { npyInput } from "./npy-input.js";
import { readNpy } from "./read-file.js";

export interface NpyOutputOptions {
  /** How images become inputs, for networks that take images. */
  readonly preprocessing?: ImagePreprocessing;
  /** Told where values are no numbers. */
  note(text: string): void;
}

/** The main output of a network with one input for what an .npy file holds, see {@link npyInput}. */
export async function npyOutput(
  network: Network,
  path: string,
  { preprocessing, note }: NpyOutputOptions,
): Promise<NDArray> {
  const [name, type] = Object.entries(network.input)[0]! as [string, TensorType];
  const input = npyInput(await readNpy(path), { path, type, ...(preprocessing && { preprocessing }) });
  const output = (await network.outputs({ [name]: input }))[network.output]!;
  const line = notANumber(path, [input], output);
  if (line !== undefined) note(`note: ${line}`);
  return output;
}
