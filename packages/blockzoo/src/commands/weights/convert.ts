import { BlockzooError } from "@blockzoo/core";
import { writePyTorch, writeSafetensors } from "@blockzoo/weights";
import { readWeightsFile } from "@blockzoo/weights/node";
import { writeOutput } from "../../output-file.js";
import { note } from "../../terminal.js";

export interface ConvertOptions {
  readonly dtype: "float32" | "float16";
  readonly entry?: string;
}

/** Reads weights of either format and writes them in the one that the name of the other file says. */
export async function run(input: string, output: string, { dtype, entry }: ConvertOptions): Promise<number> {
  const isPyTorch = /\.pth?$/i.test(output);
  if (!isPyTorch && !/\.safetensors$/i.test(output)) {
    throw new BlockzooError(`${output}: weights are written as .safetensors, .pth or .pt`);
  }
  const { tensors, metadata } = await readWeightsFile(input, entry === undefined ? {} : { entry });
  const bytes = isPyTorch
    ? writePyTorch(tensors, { dtype })
    : writeSafetensors(tensors, { dtype, metadata: { format: "pt", ...Object.fromEntries(metadata) } });
  await writeOutput(output, bytes);
  if (isPyTorch && metadata.size > 0)
    note(`note: ${[...metadata.keys()].join(", ")} of its metadata have no place in ${output}`);
  note(`wrote ${output}: ${tensors.size} tensors, ${bytes.length.toLocaleString("en-US")} bytes`);
  return 0;
}
