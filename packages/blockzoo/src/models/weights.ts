import { existsSync } from "node:fs";
import { BlockzooError, initialize, stateOf, type Block, type StateDict } from "@blockzoo/core";
import { loadWeights, type Variant } from "@blockzoo/family";
import { matchStateDict } from "@blockzoo/weights";
import { readWeightsFile } from "@blockzoo/weights/node";
import { withHead } from "./classifier-head.js";
import { downloadOptions } from "./download.js";
import type { Model } from "./model.js";
import { describedTask, readDescription } from "./weights-description.js";

/** Weights, the network that they fit, and what is known about them. */
export interface ChosenWeights {
  readonly values: StateDict;
  /** For messages: `lenet5.mnist`, `runs/MyNet/weights.safetensors`, `random:0`. */
  readonly source: string;
  readonly trained: boolean;
  /** The network: that of the model, with as many outputs as fine-tuned weights have, and with the task that they name. */
  readonly variant: Variant;
  /** What inputs and outputs are, as the variant's task takes it; undefined where nobody says it. */
  readonly meaning: unknown;
}

/**
 * The weights that `--weights` names: a file, a tag, or `random:SEED`. By default those that the id names, else the first
 * trained ones of the variant, else random ones.
 *
 * @throws BlockzooError where they cannot be read or do not fit; missing, unexpected and mis-shaped ones are listed together
 */
export async function chooseWeights(model: Model, option?: string): Promise<ChosenWeights> {
  const { variant } = model;
  const source = option ?? model.tag ?? tagsOf(model)[0] ?? "random:0";
  const seed = /^random:(\d+)$/.exec(source)?.[1];
  if (seed !== undefined) {
    const values = initialize(variant.create(), { seed: Number(seed) });
    return { values, source, trained: false, variant, meaning: variant.meaning };
  }
  const entries = model.family?.weights ?? {};
  const entry = Object.hasOwn(entries, source) ? entries[source] : undefined;
  if (entry !== undefined) {
    const values = matched(variant.create(), await loadWeights(entry, downloadOptions(source)), source);
    return { values, source, trained: true, variant, meaning: entry.meaning };
  }
  if (!existsSync(source)) {
    const tags = tagsOf(model).join(", ") || "none";
    throw new BlockzooError(
      `there are no weights "${source}": it is no file, tags of ${model.name} are ${tags}, random ones are random:SEED`,
    );
  }
  return fromFile(model, source);
}

async function fromFile({ name, variant }: Model, source: string): Promise<ChosenWeights> {
  const { tensors, metadata } = await readWeightsFile(source);
  const description = readDescription(metadata, source);
  if (description === undefined) {
    const values = matched(variant.create(), tensors, source);
    return { values, source, trained: true, variant, meaning: variant.meaning };
  }
  const { meaning, head } = description;
  const task = await describedTask(variant.task, description.task, source);
  const described: Variant = { ...(head === undefined ? variant : withHead(name, variant, head)), task };
  const values = matched(described.create(), tensors, source);
  return { values, source, trained: true, variant: described, meaning };
}

/** The tags of the weights of a variant. */
function tagsOf({ family, name }: Model): string[] {
  const entries = Object.entries(family?.weights ?? {});
  return entries.filter(([, { variant }]) => variant === name).map(([tag]) => tag);
}

/** Strictly: what the network needs, no less and no more. */
function matched(block: Block, found: StateDict, source: string): StateDict {
  const expected = stateOf(block).map(({ name, value }) => ({ name, shape: value.shape, dtype: "float32" as const }));
  return matchStateDict(expected, found, { source });
}
