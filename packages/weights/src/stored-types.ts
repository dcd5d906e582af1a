import { check, type DType, type NumericArray } from "@blockzoo/core";
import { narrowFloat16, widenBfloat16, widenFloat16 } from "./half-precision.js";

/** How the elements of one dtype of the file become those of the graph. */
export interface StoredType {
  readonly bytes: number;
  readonly dtype: DType;
  /** Reads the elements, which have their own buffer; `where` names the tensor for errors. */
  readonly read: (buffer: ArrayBuffer, where: string) => NumericArray;
}

/**
 * The element types that are read. The typed arrays take the bytes as they are: the format is little-endian, and so is every
 * machine that runs JavaScript today.
 */
const STORED_TYPES: Readonly<Record<string, StoredType>> = {
  F64: { bytes: 8, dtype: "float32", read: (buffer) => new Float32Array(new Float64Array(buffer)) },
  F32: { bytes: 4, dtype: "float32", read: (buffer) => new Float32Array(buffer) },
  F16: { bytes: 2, dtype: "float32", read: (buffer) => widenFloat16(new Uint16Array(buffer)) },
  BF16: { bytes: 2, dtype: "float32", read: (buffer) => widenBfloat16(new Uint16Array(buffer)) },
  I64: { bytes: 8, dtype: "int32", read: (buffer, where) => narrowInt64(new Int32Array(buffer), where) },
  U64: { bytes: 8, dtype: "int32", read: (buffer, where) => narrowUint64(new Int32Array(buffer), where) },
  I32: { bytes: 4, dtype: "int32", read: (buffer) => new Int32Array(buffer) },
  U32: { bytes: 4, dtype: "int32", read: (buffer, where) => narrowUint32(new Int32Array(buffer), where) },
  I16: { bytes: 2, dtype: "int32", read: (buffer) => new Int32Array(new Int16Array(buffer)) },
  U16: { bytes: 2, dtype: "int32", read: (buffer) => new Int32Array(new Uint16Array(buffer)) },
  I8: { bytes: 1, dtype: "int32", read: (buffer) => new Int32Array(new Int8Array(buffer)) },
  U8: { bytes: 1, dtype: "int32", read: (buffer) => new Int32Array(new Uint8Array(buffer)) },
  BOOL: { bytes: 1, dtype: "bool", read: (buffer, where) => readBool(new Uint8Array(buffer), where) },
};

/** What the format knows besides: quantised numbers, of which each writer has its own scales, and complex ones. */
const REFUSED_TYPES = /^(F8_\w+|F[46](_\w+)?|[IU]4|C64|C128|Q[IU]\w+)$/;

/** The type that a file calls `name`; others are refused by name. */
export function storedType(name: string, where: string): StoredType {
  const type = Object.hasOwn(STORED_TYPES, name) ? STORED_TYPES[name] : undefined;
  check(
    type !== undefined,
    () =>
      `${where}: dtype ${JSON.stringify(name)} is not ` +
      (REFUSED_TYPES.test(name)
        ? "read: convert the tensor to float16, bfloat16 or float32 where the file is made"
        : `known, expected ${Object.keys(STORED_TYPES).join(", ")}`),
  );
  return type;
}

/** The type and the bytes under which an array is written. */
export function encode(
  dtype: DType,
  data: NumericArray,
  floats: "float32" | "float16",
  where: string,
): { type: string; bytes: Uint8Array } {
  switch (dtype) {
    case "int32":
      return { type: "I32", bytes: bytesOf(new Int32Array(data)) };
    case "bool":
      return { type: "BOOL", bytes: new Uint8Array(data) };
    case "float32": {
      if (floats === "float32") return { type: "F32", bytes: bytesOf(new Float32Array(data)) };
      const halves = narrowFloat16(data);
      const lost = halves.findIndex((half, index) => (half & 0x7fff) === 0x7c00 && Number.isFinite(data[index]));
      check(lost === -1, () => `${where}: ${data[lost]} does not fit float16 (65504 at most), write float32 instead`);
      return { type: "F16", bytes: bytesOf(halves) };
    }
  }
}

function bytesOf({ buffer, byteOffset, byteLength }: NumericArray | Uint16Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function narrowInt64(words: Int32Array, where: string): Int32Array {
  return narrow(words, where, { words: 2, fits: (low, high) => high === low >> 31 });
}

function narrowUint64(words: Int32Array, where: string): Int32Array {
  return narrow(words, where, { words: 2, fits: (low, high) => high === 0 && low >= 0 });
}

function narrowUint32(words: Int32Array, where: string): Int32Array {
  return narrow(words, where, { words: 1, fits: (low) => low >= 0 });
}

/** Keeps the lowest word of each integer, having asked whether it is the whole. */
function narrow(
  source: Int32Array,
  where: string,
  { words, fits }: { words: number; fits: (low: number, high: number) => boolean },
): Int32Array {
  return Int32Array.from({ length: source.length / words }, (_, index) => {
    const low = source[words * index]!;
    check(
      fits(low, source[words * index + words - 1]!),
      () => `${where}: element ${index} is beyond int32, the widest integer of a graph`,
    );
    return low;
  });
}

function readBool(bytes: Uint8Array, where: string): Uint8Array {
  const wrong = bytes.findIndex((byte) => byte > 1);
  check(wrong === -1, () => `${where}: element ${wrong} is the byte ${bytes[wrong]}, expected 0 or 1`);
  return bytes;
}
