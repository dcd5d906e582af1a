import { check } from "@blockzoo/core";
import type { Recording } from "../audio/recordings.js";
import { dataFolder, requireFile } from "./data-folder.js";
import { readRecordings } from "./recordings.js";

const address = "https://github.com/Jakobovski/free-spoken-digit-dataset";

/** What {@link spokenDigits} reads. */
export interface SpokenDigitsOptions {
  /** The official parts: takes 0 to 4 of each speaker and digit are for testing. */
  readonly split: "train" | "test";
  /** The folder that holds the folder `free-spoken-digit-dataset`; `BLOCKZOO_DATA` by default. */
  readonly folder?: string;
}

/** A digit, and who says it. */
export interface SpokenDigit extends Recording {
  readonly speaker: string;
}

/**
 * The Free Spoken Digit Dataset: digits that several speakers say in English, mono, 8,000 frames a second, from the WAV files of
 * its repository, `recordings/{digit}_{speaker}_{take}.wav`. The text of a recording is its digit.
 *
 * Z. Jackson, C. Souza, J. Flaks, Y. Pan, H. Nicolas, A. Thite, "Free Spoken Digit Dataset", 2018.
 *
 * @throws BlockzooError when the folder is missing (it says what to download), or a file has another name or is no WAV file
 */
export async function spokenDigits({ split, folder }: SpokenDigitsOptions): Promise<SpokenDigit[]> {
  const path = await requireFile(dataFolder(folder), "free-spoken-digit-dataset/recordings", address);
  const recordings = await readRecordings({
    folder: path,
    texts(name) {
      const { digit, take } = partsOf(path, name);
      return (Number(take) < 5 ? "test" : "train") === split ? digit : undefined;
    },
  });
  return recordings.map((recording) => ({ ...recording, speaker: partsOf(path, recording.name).speaker }));
}

function partsOf(
  folder: string,
  name: string,
): { readonly digit: string; readonly speaker: string; readonly take: string } {
  const [, digit, speaker, take] = /^(\d)_([a-z]+)_(\d+)\.wav$/.exec(name) ?? [];
  check(
    digit !== undefined && speaker !== undefined && take !== undefined,
    () => `${folder}: ${name} is not called {digit}_{speaker}_{take}.wav`,
  );
  return { digit, speaker, take };
}
