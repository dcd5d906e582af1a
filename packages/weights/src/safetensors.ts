import { BlockzooError, check, sizeOf, type NDArray } from "@blockzoo/core";
import { encode, storedType } from "./stored-types.js";
import { checkLayout, METADATA_KEY, parseHeader, type HeaderEntry } from "./safetensors-header.js";
import type { StateDict } from "./state-dict.js";

/** The content of a weights file. */
export interface WeightsFile {
  readonly tensors: StateDict;
  readonly metadata: ReadonlyMap<string, string>;
}

/** How {@link writeSafetensors} writes. */
export interface WriteSafetensorsOptions {
  /** Texts that travel with the tensors: licence, recipe, metrics. */
  readonly metadata?: Readonly<Record<string, string>>;
  /** How floats are stored; `float32` by default. It is an error when a value is too large for `float16`. */
  readonly dtype?: "float32" | "float16";
}

/** What the format's own readers accept. */
const MAX_HEADER_BYTES = 100_000_000;
const LENGTH_BYTES = 8;

/**
 * Reads a safetensors file: the length of the header as a 64-bit little-endian integer, a JSON header that gives dtype, shape
 * and place of each tensor, the data. Floats of all widths become float32, integers int32; the bytes are copied.
 *
 * The format: https://huggingface.co/docs/safetensors
 *
 * @param options the name of the file, for errors
 * @throws BlockzooError when header and data do not agree in every respect; sizes are checked before memory is taken
 *
 * @example
 * const { tensors } = readSafetensors(bytes, { name: "lenet.safetensors" });
 * tensors.get("conv1.weight");   // { dtype: "float32", shape: [6, 1, 5, 5], data }
 */
export function readSafetensors(bytes: Uint8Array, { name }: { name: string }): WeightsFile {
  const dataStart = LENGTH_BYTES + headerLength(bytes, name);
  const { tensors, metadata } = parseHeader(decode(bytes.subarray(LENGTH_BYTES, dataStart), name), name);
  for (const [tensor, entry] of tensors) checkSize(entry, `${name}: tensor ${JSON.stringify(tensor)}`);
  const data = bytes.subarray(dataStart);
  checkLayout(tensors, data.length, name);
  const read = Array.from(tensors, ([tensor, entry]): [string, NDArray] => {
    const where = `${name}: tensor ${JSON.stringify(tensor)}`;
    const type = storedType(entry.dtype, where);
    // A copy: the data need not be aligned, and the slice of a Node Buffer would be a view.
    const own = new Uint8Array(data.subarray(...entry.offsets));
    return [tensor, { dtype: type.dtype, shape: entry.shape, data: type.read(own.buffer, where) }];
  });
  return { tensors: new Map(read), metadata };
}

/**
 * Writes a safetensors file. The order is that of the format's own writer, wide elements first and then by name, so the same
 * tensors give the same bytes, and the data start at a multiple of 8 bytes.
 *
 * @throws BlockzooError when a name is there twice or is not allowed, or an array does not fill its shape
 *
 * @example
 * writeSafetensors({ "fc.weight": ndarray([[1, 2]]) }, { metadata: { format: "pt" }, dtype: "float16" });
 */
export function writeSafetensors(
  tensors: Iterable<readonly [string, NDArray]> | Readonly<Record<string, NDArray>>,
  { metadata, dtype = "float32" }: WriteSafetensorsOptions = {},
): Uint8Array {
  const entries = Symbol.iterator in tensors ? [...tensors] : Object.entries(tensors);
  checkNames(entries.map(([name]) => name));
  const stored = entries.map(([name, { dtype: kind, shape, data }]) => {
    const where = `writeSafetensors: tensor ${JSON.stringify(name)}`;
    check(sizeOf(shape) === data.length, () => `${where}: ${data.length} values do not fill the shape [${shape}]`);
    return { name, shape, ...encode(kind, data, dtype, where) };
  });
  const width = (type: string) => storedType(type, "writeSafetensors").bytes;
  stored.sort((a, b) => width(b.type) - width(a.type) || (a.name < b.name ? -1 : 1));
  let end = 0;
  const header = Object.fromEntries([
    ...(metadata === undefined
      ? []
      : [[METADATA_KEY, Object.fromEntries(Object.entries(metadata).toSorted(([a], [b]) => (a < b ? -1 : 1)))]]),
    ...stored.map(({ name, type, shape, bytes }) => {
      const begin = end;
      end += bytes.length;
      return [name, { dtype: type, shape, data_offsets: [begin, end] }];
    }),
  ]);
  return assemble(
    new TextEncoder().encode(JSON.stringify(header)),
    stored.map(({ bytes }) => bytes),
  );
}

function headerLength(bytes: Uint8Array, name: string): number {
  check(
    bytes.length >= LENGTH_BYTES,
    () =>
      `${name}: has ${bytes.length} bytes, a safetensors file begins with ${LENGTH_BYTES} that give its header's length`,
  );
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getBigUint64(0, true);
  check(
    length <= MAX_HEADER_BYTES,
    () =>
      `${name}: byte 0: the header's length is ${length}, more than the ${MAX_HEADER_BYTES} allowed: not a safetensors file?`,
  );
  check(
    length <= bytes.length - LENGTH_BYTES,
    () =>
      `${name}: byte 0: the header's length is ${length}, but the file ends after ${bytes.length} bytes: it is truncated`,
  );
  return Number(length);
}

function decode(header: Uint8Array, name: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(header);
  } catch (cause) {
    throw new BlockzooError(`${name}: the header is not UTF-8 text`, { cause });
  }
}

function checkSize({ dtype, shape, offsets: [begin, end] }: HeaderEntry, where: string): void {
  const expected = sizeOf(shape) * storedType(dtype, where).bytes;
  check(
    expected === end - begin,
    () => `${where}: ${dtype}[${shape}] takes ${expected} bytes, data_offsets [${begin},${end}] hold ${end - begin}`,
  );
}

function checkNames(names: readonly string[]): void {
  const known = new Set<string>();
  for (const name of names) {
    check(name !== METADATA_KEY && name !== "__proto__", () => `writeSafetensors: a tensor cannot be called "${name}"`);
    check(!known.has(name), () => `writeSafetensors: tensor ${JSON.stringify(name)} is there twice`);
    known.add(name);
  }
}

function assemble(header: Uint8Array, parts: readonly Uint8Array[]): Uint8Array {
  const headerBytes = Math.ceil(header.length / 8) * 8;
  const dataBytes = parts.reduce((sum, { length }) => sum + length, 0);
  const file = new Uint8Array(LENGTH_BYTES + headerBytes + dataBytes);
  new DataView(file.buffer).setBigUint64(0, BigInt(headerBytes), true);
  file.fill(0x20, LENGTH_BYTES, LENGTH_BYTES + headerBytes);
  file.set(header, LENGTH_BYTES);
  let position = LENGTH_BYTES + headerBytes;
  for (const part of parts) {
    file.set(part, position);
    position += part.length;
  }
  return file;
}
