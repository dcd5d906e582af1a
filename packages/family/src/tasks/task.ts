import type { Backend, StateDict } from "@blockzoo/core";
import type { Variant } from "../variant.js";
import type { WeightsEntry } from "../weights-entry.js";
import { detector, type Detector } from "./detector.js";
import { imageClassifier, type ImageClassifier } from "./image-classifier.js";
import { compileNetwork } from "./network.js";
import { tableClassifier, type TableClassifier } from "./table-classifier.js";

/** What a trained network offers, by task. Each task has one interface, whatever the family. */
export interface TaskInterfaces {
  readonly detection: Detector;
  readonly "image-classification": ImageClassifier;
  readonly "table-classification": TableClassifier;
}

/** What a family's networks do. */
export type Task = keyof TaskInterfaces;

/** A network to be used: what it is, its weights and what they mean, and where it runs. */
export interface ClassifierParts {
  readonly variant: Variant;
  readonly weights: StateDict;
  readonly entry: Pick<WeightsEntry, "preprocessing" | "labels" | "url">;
  readonly backend: Backend;
}

/** A classifier from its parts; what it classifies follows from the preprocessing. */
export async function classifierFrom(parts: ClassifierParts): Promise<ImageClassifier | TableClassifier> {
  const { preprocessing, labels, url } = parts.entry;
  const network = await compileNetwork({ ...parts, source: String(url) });
  return preprocessing.kind === "image"
    ? imageClassifier(network, labels, preprocessing)
    : tableClassifier(network, labels, preprocessing);
}

/** A detector from its parts: how its network is read is the variant's `finder`. */
export async function detectorFrom(parts: ClassifierParts): Promise<Detector> {
  return detector(await compileNetwork({ ...parts, source: String(parts.entry.url) }), parts);
}
