import { existsSync } from "node:fs";
import { BlockzooError, check, initialize, stateOf, type StateDict } from "@blockzoo/core";
import { loadWeights, sizedFor, unusedTensors, type Task, type Variant } from "@blockzoo/family";
import { matchStateDict } from "@blockzoo/weights";
import { readWeightsFile } from "@blockzoo/weights/node";
import { note } from "../terminal.js";
import { withHead } from "./classifier-head.js";
import { downloadOptions } from "./download.js";
import type { ResolvedModel } from "./resolved-model.js";
import { describedTask, readDescription } from "./weights-description.js";

/** Weights, the network that they fit, and what is known about them. */
export interface ChosenWeights {
  readonly values: StateDict;
  /** For messages: `lenet5.mnist`, `runs/MyNet/weights.safetensors`, `random:0`. */
  readonly source: string;
  readonly trained: boolean;
  /** The network: that of the model, in the size and with the outputs that the weights have, and with the task that they name. */
  readonly variant: Variant;
  /** What inputs and outputs are, as the variant's task takes it; undefined where nobody says it. */
  readonly meaning: unknown;
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
 * trained ones of the variant, else random ones.
 *
 * @throws BlockzooError where they cannot be read or do not fit; missing, unexpected and mis-shaped ones are listed together
 */
export async function chooseWeights(model: ResolvedModel, options: WeightsOptions): Promise<ChosenWeights> {
  const { variant } = model;
  const source = options.weights ?? model.tag ?? tagsOf(model)[0] ?? "random:0";
  check(
    options.entry === undefined || existsSync(source),
    () =>
      `--entry ${options.entry}: chooses a state dict of a file, but the weights are ${source}: name one with --weights`,
  );
  const seed = /^random:(\d+)$/.exec(source)?.[1];
  if (seed !== undefined) {
    const values = initialize(variant.create(), { seed: Number(seed) });
    return { values, source, trained: false, variant, meaning: variant.meaning };
  }
  const entries = model.family?.weights ?? {};
  const entry = Object.hasOwn(entries, source) ? entries[source] : undefined;
  if (entry !== undefined) {
    const { meaning } = entry;
    const meant = variantMeantBy(meaning, variant, source);
    const values = matched(meant, await loadWeights(entry, downloadOptions(source)), source);
    return { values, source, trained: true, variant: meant, meaning };
  }
  if (!existsSync(source)) {
    const tags = tagsOf(model).join(", ") || "none";
    throw new BlockzooError(
      `there are no weights "${source}": it is no file, tags of ${model.name} are ${tags}, random ones are random:SEED`,
    );
  }
  return fromFile(model, source, options.entry);
}

async function fromFile({ name, variant }: ResolvedModel, source: string, entry?: string): Promise<ChosenWeights> {
  const { tensors, metadata } = await readWeightsFile(source, entry === undefined ? {} : { entry });
  const description = readDescription(metadata, source);
  if (description === undefined) {
    const values = matched(variant, tensors, source);
    return { values, source, trained: true, variant, meaning: variant.meaning };
  }
  const { meaning, head } = description;
  const task = await describedTask(variant.task, description.task, source);
  const meant = task === variant.task ? variantMeantBy(meaning, variant, source) : withTask(variant, task);
  const described = head === undefined ? meant : withHead(name, meant, head);
  const values = matched(described, tensors, source);
  return { values, source, trained: true, variant: described, meaning };
}

/** A variant that does something else; a meaning of that says nothing of its size. */
export function withTask(variant: Variant, task: Task): Variant {
  const { sizedFor: _, ...fixed } = variant;
  return { ...fixed, task };
}

/** The network of the vocabulary, the classes or the series that weights speak of. */
function variantMeantBy(meaning: unknown, variant: Variant, source: string): Variant {
  return variant.sizedFor === undefined ? variant : sizedFor(variant, variant.task.parseMeaning(meaning, source));
}

/** The tags of the weights of a variant. */
function tagsOf({ family, name }: ResolvedModel): string[] {
  const entries = Object.entries(family?.weights ?? {});
  return entries.filter(([, { variant }]) => variant === name).map(([tag]) => tag);
}

/** Strictly: what the network needs, no less and no more than the variant says; what is left out is noted. */
function matched(variant: Variant, found: StateDict, source: string): StateDict {
  const expected = stateOf(variant.create()).map(({ name, value }) => ({
    name,
    shape: value.shape,
    dtype: "float32" as const,
  }));
  return matchStateDict(expected, found, { source, ignore: unusedTensors(variant), onNote: note });
}
