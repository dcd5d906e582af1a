import { BlockzooError } from "@blockzoo/core";
import type { Preprocessing } from "@blockzoo/family";

/** How inputs are prepared for trained weights, and what their outputs mean. */
export interface WeightsDescription {
  readonly preprocessing?: Preprocessing;
  /** The classes, in the order of the outputs. */
  readonly labels?: readonly string[];
  /** The path of the dense layer that was made anew, with an output for each label: fine-tuned weights have it. */
  readonly head?: string;
}

const key = "blockzoo";

/** As metadata of a weights file: what `blockzoo train` writes, and other commands read. */
export function descriptionMetadata(description: WeightsDescription): Record<string, string> {
  return { [key]: JSON.stringify(description) };
}

/** From the metadata of a weights file, which may be anybody's. */
export function readDescription(metadata: ReadonlyMap<string, string>, file: string): WeightsDescription {
  const text = metadata.get(key);
  if (text === undefined) return {};
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new BlockzooError(`${file}: its metadata "${key}" is not JSON`, { cause });
  }
  if (isDescription(value)) return value;
  throw new BlockzooError(`${file}: its metadata "${key}" does not describe preprocessing and labels`);
}

function isDescription(value: unknown): value is WeightsDescription {
  if (typeof value !== "object" || value === null) return false;
  const { preprocessing, labels, head } = value as Readonly<Record<string, unknown>>;
  const isPrepared = preprocessing === undefined || isPreprocessing(preprocessing);
  const isNamed = isListOf("string", labels);
  return (
    isPrepared && (isNamed || labels === undefined) && (head === undefined || (isNamed && typeof head === "string"))
  );
}

function isPreprocessing(value: unknown): value is Preprocessing {
  if (typeof value !== "object" || value === null) return false;
  const { kind, columns, channels, resize, crop, mean, deviation, styles, angles } = value as Readonly<
    Record<string, unknown>
  >;
  if (kind === "view") return isListOf("string", styles) && isListOf("string", angles);
  if (!isListOf("number", mean) || !isListOf("number", deviation) || mean.length !== deviation.length) return false;
  if (kind === "table") return isListOf("string", columns) && columns.length === mean.length;
  const isSized = resize === undefined || isSize(resize) || isLength(resize);
  return kind === "image" && channels === mean.length && isSized && (crop === undefined || isSize(crop));
}

function isSize(value: unknown): boolean {
  return Array.isArray(value) && value.length === 2 && value.every(isLength);
}

function isLength(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) > 0;
}

function isListOf(type: "string" | "number", value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && value.every((item) => typeof item === type);
}
