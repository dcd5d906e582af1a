import { BlockzooError, RandomStream } from "@blockzoo/core";
import { formats, isWhole, type Format, type FormatName } from "./formats.js";
import { mutate } from "./mutate.js";

/** What came of the inputs of one format. */
export interface Outcome {
  readonly format: FormatName;
  readonly inputs: number;
  readonly read: number;
  readonly refused: number;
  /** Of inputs that did neither: the number with which to make them again, and what happened. */
  readonly crashes: readonly string[];
  readonly slowestMilliseconds: number;
}

export interface FuzzOptions {
  readonly format: FormatName;
  readonly inputs: number;
  readonly seed: number;
  /** Called before each input. */
  readonly onInput?: (index: number) => void;
}

/** Input `index` of a format: the same for the same seed. */
export function makeInput(format: FormatName, { seed, index }: { seed: number; index: number }): Uint8Array {
  const { seeds, repair }: Format = formats[format];
  const random = new RandomStream(seed, "fuzz", format, index);
  const bytes = mutate(seeds[random.integer(seeds.length)]!, random);
  // Left as they are now and then, so that the checks of checksums are tried too.
  if (random.integer(4) > 0) repair?.(bytes);
  return bytes;
}

/** Reads mutated files: each must give arrays that are what they say, or a BlockzooError. */
export async function fuzz({ format, inputs, seed, onInput }: FuzzOptions): Promise<Outcome> {
  const { read }: Format = formats[format];
  const counts = { read: 0, refused: 0 };
  const crashes: string[] = [];
  let slowestMilliseconds = 0;
  for (let index = 0; index < inputs; index++) {
    onInput?.(index);
    const bytes = makeInput(format, { seed, index });
    const start = performance.now();
    try {
      const isRight = (await read(bytes)).every(isWhole);
      counts.read++;
      if (!isRight) crashes.push(`input ${index}: an array does not fill its shape`);
    } catch (error) {
      if (error instanceof BlockzooError) counts.refused++;
      else crashes.push(`input ${index}: ${error instanceof Error ? error.stack : String(error)}`);
    }
    slowestMilliseconds = Math.max(slowestMilliseconds, performance.now() - start);
  }
  return { format, inputs, ...counts, crashes, slowestMilliseconds };
}
