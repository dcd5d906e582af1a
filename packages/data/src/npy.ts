import { check, sizeOf, type NDArray, type NumericArray } from "@blockzoo/core";

/** How the elements of one dtype of the file become those of the graph. */
interface StoredType {
  readonly bytes: number;
  readonly dtype: NDArray["dtype"];
  /** Reads elements that have a buffer of their own; `name` is the file's, for errors. */
  readonly read: (buffer: ArrayBuffer, name: string) => NumericArray;
}

/** By NumPy's name. The typed arrays take the bytes as they are: every machine that runs JavaScript is little-endian. */
const STORED_TYPES: Readonly<Record<string, StoredType>> = {
  "<f4": { bytes: 4, dtype: "float32", read: (buffer) => new Float32Array(buffer) },
  "<f8": { bytes: 8, dtype: "float32", read: (buffer) => Float32Array.from(new Float64Array(buffer)) },
  "<i4": { bytes: 4, dtype: "int32", read: (buffer) => new Int32Array(buffer) },
  "<i8": { bytes: 8, dtype: "int32", read: (buffer, name) => narrowInt64(new BigInt64Array(buffer), name) },
  "|u1": { bytes: 1, dtype: "int32", read: (buffer) => Int32Array.from(new Uint8Array(buffer)) },
  "|b1": { bytes: 1, dtype: "bool", read: (buffer, name) => checkBool(new Uint8Array(buffer), name) },
};

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
/** Magic and version; then 2 bytes (version 1) or 4 (version 2) give the length of the header. */
const PREFIX_BYTES = MAGIC.length + 2;
/** NumPy itself refuses longer ones. */
const MAX_HEADER_BYTES = 10_000;
/** NumPy's limit before version 2 of the library. */
const MAX_AXES = 32;
const ALIGNMENT = 64;

/**
 * Reads NumPy's `.npy` format, versions 1 and 2: magic, version, a Python dictionary of dtype, order and shape, the
 * elements. float32 and float64 become float32; int32, int64 and uint8 become int32; the bytes are copied.
 *
 * The format: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 *
 * @param options the name of the file, for errors
 * @throws BlockzooError for other dtypes, Fortran order, and a header that does not describe exactly the bytes that are there;
 * sizes are checked before memory is taken
 */
export function parseNpy(bytes: Uint8Array, { name }: { name: string }): NDArray {
  const { dataStart, header } = readHeader(bytes, name);
  const { descr, fortran, shape } = parseHeader(header, name);
  const type = Object.hasOwn(STORED_TYPES, descr) ? STORED_TYPES[descr] : undefined;
  const known = Object.keys(STORED_TYPES).join(", ");
  check(
    type !== undefined,
    () => `${name}: the dtype '${descr}' is not supported, expected ${known}: save array.astype("float32")`,
  );
  check(!fortran, () => `${name}: is in Fortran order, expected C order: save numpy.ascontiguousarray(array)`);
  const expected = sizeOf(shape) * type.bytes;
  const found = bytes.length - dataStart;
  check(
    expected === found,
    () =>
      `${name}: '${descr}' [${shape}] takes ${expected} bytes after the header, the file has ${found}: ` +
      (found < expected ? "it is truncated" : "it goes on after the last element"),
  );
  // A copy with a buffer of its own, which also aligns the elements; the slice of a Node Buffer would be no copy.
  const elements = Uint8Array.prototype.slice.call(bytes, dataStart);
  return { dtype: type.dtype, shape, data: type.read(elements.buffer, name) };
}

/**
 * Writes NumPy's `.npy` format, version 1: the same bytes as `numpy.save`. Doubles, which the reference computes with, stay
 * doubles.
 */
export function encodeNpy({ dtype, shape, data }: NDArray): Uint8Array {
  check(sizeOf(shape) === data.length, () => `encodeNpy: ${data.length} values do not fill the shape [${shape}]`);
  const descr = { float32: data instanceof Float64Array ? "<f8" : "<f4", int32: "<i4", bool: "|b1" }[dtype];
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(", ");
  const header = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${sizes}), }`;
  // The data start at a multiple of 64 bytes, and a line feed ends the header.
  const dataStart = Math.ceil((PREFIX_BYTES + 2 + header.length + 1) / ALIGNMENT) * ALIGNMENT;
  const headerBytes = dataStart - PREFIX_BYTES - 2;
  const file = new Uint8Array(dataStart + data.byteLength);
  file.set([...MAGIC, 1, 0]);
  new DataView(file.buffer).setUint16(PREFIX_BYTES, headerBytes, true);
  file.set(new TextEncoder().encode(`${header.padEnd(headerBytes - 1)}\n`), PREFIX_BYTES + 2);
  file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), dataStart);
  return file;
}

function readHeader(bytes: Uint8Array, name: string): { dataStart: number; header: string } {
  check(
    bytes.length >= PREFIX_BYTES + 4 && MAGIC.every((byte, index) => bytes[index] === byte),
    () => `${name}: does not begin as an .npy file: save it with numpy.save`,
  );
  const [major, minor] = [bytes[MAGIC.length]!, bytes[MAGIC.length + 1]!];
  check(
    (major === 1 || major === 2) && minor === 0,
    () => `${name}: is of .npy version ${major}.${minor}, expected 1.0 or 2.0`,
  );
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const lengthBytes = major === 1 ? 2 : 4;
  const length = major === 1 ? view.getUint16(PREFIX_BYTES, true) : view.getUint32(PREFIX_BYTES, true);
  const start = PREFIX_BYTES + lengthBytes;
  check(length <= MAX_HEADER_BYTES, () => `${name}: its header has ${length} bytes, more than ${MAX_HEADER_BYTES}`);
  check(
    start + length <= bytes.length,
    () => `${name}: ends at byte ${bytes.length}, inside its header of ${length} bytes: the file is truncated`,
  );
  return { dataStart: start + length, header: new TextDecoder("latin1").decode(bytes.subarray(start, start + length)) };
}

/** The header is a Python literal, of which only the one form that NumPy writes is understood. */
const HEADER = /^\{(?:\s*'(?:descr|fortran_order|shape)'\s*:\s*(?:'[^']*'|True|False|\([\d\s,L]*\))\s*,?){3}\s*\}\s*$/;

function parseHeader(header: string, name: string): { descr: string; fortran: boolean; shape: number[] } {
  const value = (key: string, form: string) => new RegExp(`'${key}'\\s*:\\s*${form}`).exec(header)?.[1];
  const descr = value("descr", "'([^']*)'");
  const order = value("fortran_order", "(True|False)");
  const sizes = value("shape", "\\(([^)]*)\\)");
  check(
    HEADER.test(header) && descr !== undefined && order !== undefined && sizes !== undefined,
    () => `${name}: has a header that is not understood: ${header.trim().slice(0, 120)}`,
  );
  const parts = sizes.split(",").map((part) => part.trim());
  // One axis is written "(3,)", and no axis "()".
  if (parts.at(-1) === "") parts.pop();
  const shape = parts.map((part) => (/^\d+L?$/.test(part) ? Number.parseInt(part, 10) : Number.NaN));
  check(
    shape.length <= MAX_AXES && shape.every(Number.isSafeInteger) && Number.isSafeInteger(sizeOf(shape) * 8),
    () => `${name}: the shape (${sizes}) in its header is not one of an array in memory`,
  );
  return { descr, fortran: order === "True", shape };
}

function narrowInt64(values: BigInt64Array, name: string): Int32Array {
  return Int32Array.from(values, (value, index) => {
    check(
      BigInt.asIntN(32, value) === value,
      () => `${name}: element ${index} is ${value}, beyond int32, the widest integer of a graph`,
    );
    return Number(value);
  });
}

function checkBool(bytes: Uint8Array, name: string): Uint8Array {
  const wrong = bytes.findIndex((byte) => byte > 1);
  check(wrong === -1, () => `${name}: element ${wrong} is the byte ${bytes[wrong]}, expected 0 or 1`);
  return bytes;
}
