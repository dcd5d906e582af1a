import { check } from "@blockzoo/core";
import { entriesOf, type LeftOut } from "./image-files.js";

/** The folders of a data set that comes in parts, each with a folder for each class. */
export interface ImageParts {
  readonly train: string;
  /** What is held out: `test`, or where there is none the part for validation. */
  readonly test: string;
  /** The part for validation where there is one for testing too. */
  readonly validation?: string;
  readonly leftOut: readonly LeftOut[];
}

/** What people call the parts, in any case. */
const names = { train: ["train", "training"], test: ["test", "testing"], validation: ["val", "valid", "validation"] };

/**
 * The parts of a folder that holds one called `train` and one called `test`, `val`, `valid` or `validation`; undefined for
 * other folders.
 *
 * @throws BlockzooError where two folders have the name of one part
 */
export async function imageParts(folder: string): Promise<ImageParts | undefined> {
  const entries = await entriesOf(folder);
  const part = (name: keyof typeof names): string | undefined => {
    const found = entries.filter((entry) => entry.kind === "folder" && names[name].includes(entry.name.toLowerCase()));
    check(
      found.length < 2,
      () => `${folder}: the folders ${found.map((entry) => entry.name).join(" and ")} are the same part: keep one`,
    );
    return found[0]?.path;
  };
  const train = part("train");
  const test = part("test");
  const validation = part("validation");
  const heldOut = test ?? validation;
  if (train === undefined || heldOut === undefined) return undefined;
  const parts = [train, test, validation];
  const leftOut = entries
    .filter(({ path }) => !parts.includes(path))
    .map(({ path, kind }) => ({ path, kind: kind === "hidden" ? kind : "other" }));
  return { train, test: heldOut, ...(test !== undefined && validation !== undefined && { validation }), leftOut };
}
