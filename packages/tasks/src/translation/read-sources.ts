import { ndarray } from "@blockzoo/core";
import type { TaskParts } from "@blockzoo/family";
import { networkStepper, type Step, type Stepper } from "../decoding/index.js";
import { endsOf, type Languages } from "./languages.js";

/** Where the search for translations begins. */
export interface SearchStart {
  readonly stepper: Stepper;
  /** What may come first, a row for each source. */
  readonly start: Step;
}

/** Reads sources, encoded, as one batch. */
export async function readSources(
  { networks: { encode, decode }, meaning }: Pick<TaskParts<Languages, "encode" | "decode">, "networks" | "meaning">,
  sources: readonly Int32Array[],
): Promise<SearchStart> {
  const lengths = sources.map(({ length }) => length);
  const places = Math.max(...lengths);
  const padded = new Int32Array(sources.length * places);
  sources.forEach((source, row) => padded.set(source, row * places));
  const sourceLengths = ndarray(Int32Array.from(lengths));
  const read = await encode.outputs({ source: ndarray(padded, [sources.length, places]), sourceLengths });
  const stepper = networkStepper(decode);
  const first = new Int32Array(sources.length).fill(endsOf(meaning).begin);
  return { stepper, start: await stepper.step(first, stepper.begin({ ...read, sourceLengths })) };
}

/** How many tokens a translation may have, its end counted, where nobody says it: more than sentences need, and not endless. */
export function lengthFor(source: Int32Array): number {
  return 2 * source.length + 10;
}
