import { check, sizeOf } from "@blockzoo/core";

/** The arrays of the six element types of an IDX file. */
export type IdxData = Uint8Array | Int8Array | Int16Array | Int32Array | Float32Array | Float64Array;

/** The content of an IDX file, row-major. */
export interface IdxArray {
  readonly shape: readonly number[];
  readonly data: IdxData;
}

/** What the first bytes of an IDX file declare. */
export interface IdxHeader {
  readonly shape: readonly number[];
  readonly headerBytes: number;
  readonly elementBytes: number;
  /** The size that the whole file must have. */
  readonly fileBytes: number;
  /** Makes an array of the declared type; it uses the buffer of bytes and does not copy them. */
  readonly read: (bytes: Uint8Array) => IdxData;
}

const TYPES: Readonly<Record<number, Pick<IdxHeader, "elementBytes" | "read">>> = {
  0x08: { elementBytes: 1, read: (bytes) => bytes },
  0x09: { elementBytes: 1, read: (bytes) => new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length) },
  0x0b: bigEndian(2, Int16Array, (view, offset) => view.getInt16(offset)),
  0x0c: bigEndian(4, Int32Array, (view, offset) => view.getInt32(offset)),
  0x0d: bigEndian(4, Float32Array, (view, offset) => view.getFloat32(offset)),
  0x0e: bigEndian(8, Float64Array, (view, offset) => view.getFloat64(offset)),
};

/** Data sets of images have at most four axes; more than eight is garbage read as a header. */
const MAX_AXES = 8;

/**
 * Reads the bytes of an uncompressed IDX file: two zero bytes, the element type, the number of axes, the size of each
 * axis as big-endian 32-bit integers, then the elements, big-endian too. Unsigned bytes are not copied.
 *
 * The format is described with the MNIST database, http://yann.lecun.com/exdb/mnist/.
 *
 * @param options the name of the file, for errors
 * @throws BlockzooError when the header is not one of IDX or the size of the file is not the declared one
 */
export function parseIdx(bytes: Uint8Array, { name }: { name: string }): IdxArray {
  const { shape, headerBytes, fileBytes, read } = parseIdxHeader(bytes, { name });
  checkIdxSize(bytes.length, fileBytes, shape, name);
  return { shape, data: read(bytes.subarray(headerBytes)) };
}

/** Reads the header; the elements need not be there. */
export function parseIdxHeader(bytes: Uint8Array, { name }: { name: string }): IdxHeader {
  check(bytes.length >= 4, () => `${name}: ends at byte ${bytes.length}, expected an IDX header of at least 4 bytes`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const magic = view.getUint32(0);
  const type = TYPES[magic >>> 8];
  const axes = magic & 0xff;
  check(
    type !== undefined && axes >= 1 && axes <= MAX_AXES,
    () =>
      `${name}: byte 0: found 0x${magic.toString(16).padStart(8, "0")}, expected the magic number of an IDX file: ` +
      `0x0000 08, 09, 0b, 0c, 0d or 0e, and 01 to 0${MAX_AXES} axes`,
  );
  const headerBytes = 4 + 4 * axes;
  check(
    bytes.length >= headerBytes,
    () => `${name}: ends at byte ${bytes.length}, inside its header of ${headerBytes} bytes: the file is truncated`,
  );
  const shape = Array.from({ length: axes }, (_, axis) => view.getUint32(4 + 4 * axis));
  const fileBytes = headerBytes + sizeOf(shape) * type.elementBytes;
  check(
    Number.isSafeInteger(fileBytes),
    () => `${name}: byte 4: the declared shape [${shape}] is larger than any file, the header is corrupt`,
  );
  return { shape, headerBytes, fileBytes, ...type };
}

/** Throws unless the file has the size that its header declares. */
export function checkIdxSize(found: number, expected: number, shape: readonly number[], name: string): void {
  check(
    found >= expected,
    () =>
      `${name}: ends at byte ${found}, the declared shape [${shape}] needs ${expected} bytes: the file is truncated`,
  );
  check(
    found <= expected,
    () => `${name}: byte ${expected}: the file goes on after the last element of the declared shape [${shape}]`,
  );
}

function bigEndian(
  elementBytes: number,
  make: new (length: number) => IdxData,
  element: (view: DataView, offset: number) => number,
): Pick<IdxHeader, "elementBytes" | "read"> {
  return {
    elementBytes,
    read(bytes) {
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      const array = new make(bytes.length / elementBytes);
      for (let index = 0; index < array.length; index++) array[index] = element(view, index * elementBytes);
      return array;
    },
  };
}
