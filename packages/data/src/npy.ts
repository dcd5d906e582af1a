import { check, sizeOf, stridesOf, type NDArray, type NumericArray } from "@blockzoo/core";
import { contiguous, widenFloat16 } from "@blockzoo/weights";

/** How the elements of one kind and width become those of the graph; their bytes are little-endian. */
interface StoredType {
  readonly dtype: NDArray["dtype"];
  /** Reads elements that have a buffer of their own; `name` is the file's, for errors. */
  readonly read: (buffer: ArrayBuffer, name: string) => NumericArray;
}

/**
 * By NumPy's kind and number of bytes; in a file the byte order, `<`, `>` or `|` where there is none, stands before. The typed
 * arrays take the bytes as they are: every machine that runs JavaScript is little-endian.
 */
const STORED_TYPES: Readonly<Record<string, StoredType>> = {
  f2: { dtype: "float32", read: (buffer) => widenFloat16(new Uint16Array(buffer)) },
  f4: { dtype: "float32", read: (buffer) => new Float32Array(buffer) },
  f8: { dtype: "float32", read: (buffer) => Float32Array.from(new Float64Array(buffer)) },
  i1: { dtype: "int32", read: (buffer) => Int32Array.from(new Int8Array(buffer)) },
  i2: { dtype: "int32", read: (buffer) => Int32Array.from(new Int16Array(buffer)) },
  i4: { dtype: "int32", read: (buffer) => new Int32Array(buffer) },
  i8: { dtype: "int32", read: (buffer, name) => narrow(new BigInt64Array(buffer), name) },
  u1: { dtype: "int32", read: (buffer) => Int32Array.from(new Uint8Array(buffer)) },
  u2: { dtype: "int32", read: (buffer) => Int32Array.from(new Uint16Array(buffer)) },
  u4: { dtype: "int32", read: (buffer, name) => narrow(new Uint32Array(buffer), name) },
  u8: { dtype: "int32", read: (buffer, name) => narrow(new BigUint64Array(buffer), name) },
  b1: { dtype: "bool", read: (buffer, name) => checkBool(new Uint8Array(buffer), name) },
};

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
/** Magic and version; then 2 bytes (version 1) or 4 (later ones) give the length of the header. */
const PREFIX_BYTES = MAGIC.length + 2;
/** NumPy itself refuses longer ones. */
const MAX_HEADER_BYTES = 10_000;
/** NumPy's limit before version 2 of the library. */
const MAX_AXES = 32;
const ALIGNMENT = 64;

/**
 * Reads NumPy's `.npy` format, versions 1 to 3: magic, version, a Python dictionary of dtype, order and shape, the elements.
 * Floats of 2, 4 and 8 bytes become float32, integers of all widths int32, in either byte order; arrays in Fortran order, as
 * transposed ones are saved, are brought into C order. The bytes are copied.
 *
 * The format: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 *
 * @param options the name of the file, for errors
 * @throws BlockzooError for other dtypes, integers beyond int32, and a header that does not describe exactly the bytes that
 * are there; sizes are checked before memory is taken
 */
export function parseNpy(bytes: Uint8Array, { name }: { name: string }): NDArray {
  const { dataStart, header } = readHeader(bytes, name);
  const { descr, fortran, shape } = parseHeader(header, name);
  const [, order, code = ""] = /^([<>|=]?)(\w+)$/.exec(descr) ?? [];
  const type = Object.hasOwn(STORED_TYPES, code) ? STORED_TYPES[code] : undefined;
  const known = Object.keys(STORED_TYPES).join(", ");
  check(
    type !== undefined,
    () => `${name}: the dtype '${descr}' is not supported, expected ${known}: save array.astype("float32")`,
  );
  const width = Number(code.slice(1));
  const expected = sizeOf(shape) * width;
  const found = bytes.length - dataStart;
  check(
    expected === found,
    () =>
      `${name}: '${descr}' [${shape}] takes ${expected} bytes after the header, the file has ${found}: ` +
      (found < expected ? "it is truncated" : "it goes on after the last element"),
  );
  const strides = fortran ? shape.map((_, axis) => sizeOf(shape.slice(0, axis))) : stridesOf(shape);
  const storage = bytes.subarray(dataStart);
  const elements = contiguous({ storage, offset: 0, shape, strides, elementBytes: width });
  if (order === ">") reverseEach(new Uint8Array(elements), width);
  return { dtype: type.dtype, shape, data: type.read(elements, name) };
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
    (major === 1 || major === 2 || major === 3) && minor === 0,
    () => `${name}: is of .npy version ${major}.${minor}, expected 1.0, 2.0 or 3.0`,
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
  const encoding = major === 3 ? "utf-8" : "latin1";
  return { dataStart: start + length, header: new TextDecoder(encoding).decode(bytes.subarray(start, start + length)) };
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

function narrow(values: BigInt64Array | BigUint64Array | Uint32Array, name: string): Int32Array {
  return Int32Array.from({ length: values.length }, (_, index) => {
    const value = Number(values[index]);
    check(
      value === (value | 0),
      () => `${name}: element ${index} is ${values[index]}, beyond int32, the widest integer of a graph`,
    );
    return value;
  });
}

/** Turns the bytes of each element around. */
function reverseEach(bytes: Uint8Array, width: number): void {
  for (let start = 0; start < bytes.length; start += width) bytes.subarray(start, start + width).reverse();
}

function checkBool(bytes: Uint8Array, name: string): Uint8Array {
  const wrong = bytes.findIndex((byte) => byte > 1);
  check(wrong === -1, () => `${name}: element ${wrong} is the byte ${bytes[wrong]}, expected 0 or 1`);
  return bytes;
}
