import { BlockzooError, type Backend, type StateDict } from "@blockzoo/core";
import type { Preprocessing } from "../preprocessing.js";
import type { Variant } from "../variant.js";
import type { WeightsEntry } from "../weights-entry.js";
import { detector, type BoxFinder, type Detector } from "./detector.js";
import { generator, type Generator } from "./generator.js";
import { imageClassifier, type ImageClassifier } from "./image-classifier.js";
import { compileNetwork, type Network } from "./network.js";
import { segmenter, type Segmenter } from "./segmenter.js";
import { tableClassifier, type TableClassifier } from "./table-classifier.js";

/** What a trained network offers, by task. Each task has one interface, whatever the family. */
export interface TaskInterfaces {
  readonly detection: Detector;
  readonly "image-classification": ImageClassifier;
  readonly "image-generation": Generator;
  readonly "image-segmentation": Segmenter;
  readonly "table-classification": TableClassifier;
}

/** What a family's networks do. */
export type Task = keyof TaskInterfaces;

/** What the networks of a task take. */
export const inputKinds: Readonly<Record<Task, Preprocessing["kind"]>> = {
  detection: "image",
  "image-classification": "image",
  "image-generation": "view",
  "image-segmentation": "image",
  "table-classification": "table",
};

/** A network to be used: what it is, its weights and what they mean, and where it runs. */
export interface ClassifierParts {
  readonly variant: Variant;
  readonly weights: StateDict;
  /** What the weights say; the address is for errors. */
  readonly entry: Pick<WeightsEntry, "preprocessing" | "labels"> & { readonly url: URL | string };
  readonly backend: Backend;
}

type Makers = { readonly [T in Task]: (network: Network, parts: ClassifierParts) => TaskInterfaces[T] };

const makers: Makers = {
  detection: (network, { entry, variant }) =>
    detector({
      network,
      labels: entry.labels,
      preprocessing: stepsOf(entry, "image"),
      finder: finderOf(variant, entry),
    }),
  "image-classification": (network, { entry }) => imageClassifier(network, entry.labels, stepsOf(entry, "image")),
  "image-generation": (network, { entry, variant: { output } }) =>
    generator({ network, output, preprocessing: stepsOf(entry, "view") }),
  "image-segmentation": (network, { entry, variant: { grid = { stride: 1, offset: 0 } } }) =>
    segmenter({ network, labels: entry.labels, preprocessing: stepsOf(entry, "image"), grid }),
  "table-classification": (network, { entry }) => tableClassifier(network, entry.labels, stepsOf(entry, "table")),
};

/**
 * The interface of a task from the parts of a network, whose weights must fit it exactly.
 *
 * @example const shapes = await interfaceFrom("image-segmentation", { variant, weights, entry, backend });
 */
export async function interfaceFrom<T extends Task>(task: T, parts: ClassifierParts): Promise<TaskInterfaces[T]> {
  return makers[task](await compileNetwork({ ...parts, source: String(parts.entry.url) }), parts);
}

/** A classifier from its parts; what it classifies follows from the preprocessing. */
export function classifierFrom(parts: ClassifierParts): Promise<ImageClassifier | TableClassifier> {
  const { kind } = parts.entry.preprocessing;
  return interfaceFrom(kind === "image" ? "image-classification" : "table-classification", parts);
}

function stepsOf<Kind extends Preprocessing["kind"]>(
  { preprocessing, url }: ClassifierParts["entry"],
  kind: Kind,
): Extract<Preprocessing, { readonly kind: Kind }> {
  if (preprocessing.kind === kind) return preprocessing as Extract<Preprocessing, { readonly kind: Kind }>;
  throw new BlockzooError(`${url}: takes an input of kind "${preprocessing.kind}", expected "${kind}"`);
}

function finderOf({ finder }: Variant, { url }: ClassifierParts["entry"]): BoxFinder {
  if (finder !== undefined) return finder;
  throw new BlockzooError(`${url}: its variant says nothing of how objects are found, expected a finder`);
}
