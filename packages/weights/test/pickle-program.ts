import { writeZip } from "../src/zip/write-zip.js";

// Pickles by hand, of protocol 2, as Latin-1 texts: opcodes are letters.

const bytesOf = (text: string): Uint8Array => Buffer.from(text, "latin1");
export const uint32 = (value: number): string => String.fromCharCode(...new Uint8Array(Uint32Array.of(value).buffer));
export const text = (value: string): string => `X${uint32(value.length)}${value}`;
export const int = (value: number): string => `J${uint32(value)}`;
/** A number of up to 63 bits. */
export const long = (value: bigint): string =>
  `\x8a\x08${String.fromCharCode(...new Uint8Array(BigInt64Array.of(value).buffer))}`;
export const tuple = (...items: string[]): string => `(${items.join("")}t`;

export const storage = (elements: string, { type = "FloatStorage", key = "0" } = {}): string =>
  `${tuple(text("storage"), `ctorch\n${type}\n`, text(key), text("cpu"), elements)}Q`;
/** An empty OrderedDict. */
export const ordered = "ccollections\nOrderedDict\n)R";

export interface TensorParts {
  readonly from?: string;
  readonly offset?: string;
  readonly sizes: string;
  readonly strides: string;
}
export const tensor = ({ from = storage("K\x04"), offset = "K\x00", sizes, strides }: TensorParts): string =>
  `ctorch._utils\n_rebuild_tensor_v2\n${tuple(from, offset, sizes, strides, "\x89", ordered)}R`;
export const dict = (...items: string[]): string => `}(${items.join("")}u`;

/** A file of torch.save around a pickle, with one storage: 16 bytes, zeros by default. */
export function file(program: string, { stored = new Uint8Array(16) }: { stored?: ArrayBufferView } = {}): Uint8Array {
  return writeZip([
    { name: "archive/data.pkl", bytes: bytesOf(`\x80\x02${program}.`) },
    { name: "archive/data/0", bytes: new Uint8Array(stored.buffer) },
    { name: "archive/version", bytes: bytesOf("3\n") },
  ]);
}
