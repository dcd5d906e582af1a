/** What it is taught by. */
export type SampleKind = "pictures" | "sounds";

/** An example of a class: a PNG or JPEG file, or a WAV file. */
export interface Sample {
  readonly id: number;
  readonly file: Blob;
}

/** What is to be told from the others. */
export interface TaughtClass {
  readonly id: number;
  readonly name: string;
  readonly samples: readonly Sample[];
}

/** So many of each are needed at least, so that one can be held out. */
export const fewestSamples = 5;

/** More of one class are not taken: they lie in memory. */
export const mostSamples = 200;
