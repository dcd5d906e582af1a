import { existsSync } from "node:fs";
import { BlockzooError, check, initialize, stateOf, type Block, type StateDict } from "@blockzoo/core";
import { loadWeights, unusedTensors } from "@blockzoo/family";
import { matchStateDict } from "@blockzoo/weights";
import { readWeightsFile } from "@blockzoo/weights/node";
import { giveClasses } from "./classifier-head.js";
import { downloadOptions } from "./download.js";
import type { Model } from "./model.js";
import { note } from "../terminal.js";
import { readDescription, type WeightsDescription } from "./weights-description.js";

/** Weights for a network, and what is known about them. */
export interface ChosenWeights extends WeightsDescription {
  readonly values: StateDict;
  /** For messages: `lenet5.mnist`, `runs/MyNet/weights.safetensors`, `random:0`. */
  readonly source: string;
  readonly trained: boolean;
}

/** What options say of weights. */
export interface WeightsOptions {
  /** A file, a tag, or `random:SEED`. */
  readonly weights?: string;
  /** Which state dict of a file that has several. */
  readonly entry?: string;
}

/**
 * The weights that `--weights` names: a file, a tag, or `random:SEED`. By default those that the id names, else the first
 * trained ones of the variant, else random ones. A file of fine-tuned weights gives the block as many outputs as it has.
 *
 * @throws BlockzooError where they cannot be read or do not fit; missing, unexpected and mis-shaped ones are listed together
 */
export async function chooseWeights(
  model: Model,
  block: Block,
  { weights: option, entry: key }: WeightsOptions,
): Promise<ChosenWeights> {
  const source = option ?? model.tag ?? tagsOf(model)[0] ?? "random:0";
  check(
    key === undefined || existsSync(source),
    () => `--entry ${key}: chooses a state dict of a file, but the weights are ${source}: name it with --weights`,
  );
  const seed = /^random:(\d+)$/.exec(source)?.[1];
  if (seed !== undefined)
    return { ...model.description, values: initialize(block, { seed: Number(seed) }), source, trained: false };
  const entries = model.member?.family.weights ?? {};
  const entry = Object.hasOwn(entries, source) ? entries[source] : undefined;
  if (entry !== undefined) {
    const { preprocessing, labels } = entry;
    return {
      values: matched(model, block, await loadWeights(entry, downloadOptions(source)), source),
      source,
      trained: true,
      preprocessing,
      labels,
    };
  }
  if (!existsSync(source)) {
    const tags = tagsOf(model).join(", ") || "none";
    throw new BlockzooError(
      `there are no weights "${source}": it is no file, tags of ${model.name} are ${tags}, random ones are random:SEED`,
    );
  }
  const { tensors, metadata } = await readWeightsFile(source, { ...(key !== undefined && { entry: key }) });
  const description: WeightsDescription = { ...model.description, ...readDescription(metadata, source) };
  const { head, labels } = description;
  if (head !== undefined) giveClasses(model.name, block, head, labels!.length);
  return { ...description, values: matched(model, block, tensors, source), source, trained: true };
}

/** The tags of the weights of a variant. */
function tagsOf({ member }: Model): string[] {
  if (member === undefined) return [];
  const entries = Object.entries(member.family.weights);
  return entries.filter(([, { variant }]) => variant === member.variant).map(([tag]) => tag);
}

/** Strictly: what the network needs, no less and no more than the variant says; what was left out is noted. */
function matched({ member }: Model, block: Block, found: StateDict, source: string): StateDict {
  const expected = stateOf(block).map(({ name, value }) => ({ name, shape: value.shape, dtype: "float32" as const }));
  const variant = member?.family.variants[member.variant];
  return matchStateDict(expected, found, { source, ignore: unusedTensors(variant), onNote: note });
}
