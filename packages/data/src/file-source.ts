import { readResource } from "@blockzoo/weights";
import { tagOf } from "./tag-of.js";

/** A file: a path (in Node) or address, its bytes, or one that a page was given. */
export type FileSource = string | URL | Uint8Array | ArrayBuffer | Blob;

/** The bytes of a file, and what errors call it. */
export interface NamedBytes {
  readonly bytes: Uint8Array;
  readonly name: string;
}

export interface FileSourceOptions {
  /** What bytes without a name are called: `"the image"`. */
  readonly unnamed: string;
  /** Bounds what is read of a path or an address. */
  readonly maxBytes: number;
}

/**
 * The bytes of a file, whatever it comes as; undefined where the value is none of {@link FileSource}.
 *
 * @throws BlockzooError naming the file where it cannot be read, or is larger than expected
 */
export async function readFileSource(
  source: unknown,
  { unnamed, maxBytes }: FileSourceOptions,
): Promise<NamedBytes | undefined> {
  if (typeof source === "string" || source instanceof URL)
    return { bytes: await readResource(source, maxBytes), name: String(source) };
  if (source instanceof Blob) {
    const name = "name" in source && typeof source.name === "string" ? source.name : unnamed;
    return { bytes: new Uint8Array(await source.arrayBuffer()), name };
  }
  // By their names: bytes of another window or of a test's environment are of another class.
  if (isBytes(source)) return { bytes: source, name: unnamed };
  if (isBuffer(source)) return { bytes: new Uint8Array(source), name: unnamed };
  return undefined;
}

function isBytes(source: unknown): source is Uint8Array {
  return tagOf(source) === "Uint8Array";
}

function isBuffer(source: unknown): source is ArrayBuffer {
  return tagOf(source) === "ArrayBuffer";
}
