import { ndarray, toFloat64, type NDArray } from "@blockzoo/core";
import { encodeNpy, parseNpy } from "@blockzoo/data";
import { describe, expect, it } from "vitest";

/** A file as `numpy.save` writes it, with any header text and any elements. */
function npy(header: string, elements: ArrayBufferView, { version = 1, length = header.length } = {}): Uint8Array {
  const lengthBytes = version === 1 ? 2 : 4;
  const file = new Uint8Array(8 + lengthBytes + header.length + elements.byteLength);
  file.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, version, 0]);
  const view = new DataView(file.buffer);
  if (version === 1) view.setUint16(8, length, true);
  else view.setUint32(8, length, true);
  file.set(new TextEncoder().encode(header), 8 + lengthBytes);
  file.set(new Uint8Array(elements.buffer, elements.byteOffset, elements.byteLength), 8 + lengthBytes + header.length);
  return file;
}

const headerOf = (descr: string, shape: string, order = "False"): string =>
  `{'descr': '${descr}', 'fortran_order': ${order}, 'shape': ${shape}, }\n`;

const parse = (bytes: Uint8Array): NDArray => parseNpy(bytes, { name: "x.npy" });

describe("parseNpy", () => {
  it("reads a file that numpy.save wrote", () => {
    // numpy.save(..., numpy.array([[1, -2.5, 3], [0, 1e-3, numpy.inf]], "<f4")), NumPy 2.4
    const file = Buffer.from(
      "k05VTVBZAQB2AHsnZGVzY3InOiAnPGY0JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsIDMpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAIA/AAAgwAAAQEAAAAAAbxKDOgAAgH8=",
      "base64",
    );
    const array = ndarray(new Float32Array([1, -2.5, 3, 0, 1e-3, Infinity]), [2, 3]);
    expect(parse(file)).toEqual(array);
    expect(Buffer.from(encodeNpy(array)).equals(file)).toBe(true);
  });

  it.each([
    ["<f2", new Uint16Array([0x3e00, 0xc000]), ndarray(new Float32Array([1.5, -2]))],
    ["<f8", new Float64Array([1.5, -2]), ndarray(new Float32Array([1.5, -2]))],
    ["|i1", new Int8Array([7, -8]), ndarray(new Int32Array([7, -8]))],
    ["<i2", new Int16Array([7, -8]), ndarray(new Int32Array([7, -8]))],
    ["<i4", new Int32Array([7, -8]), ndarray(new Int32Array([7, -8]))],
    ["<i8", new BigInt64Array([7n, -8n]), ndarray(new Int32Array([7, -8]))],
    ["|u1", new Uint8Array([7, 255]), ndarray(new Int32Array([7, 255]))],
    ["<u2", new Uint16Array([7, 65535]), ndarray(new Int32Array([7, 65535]))],
    ["<u4", new Uint32Array([7, 2 ** 31 - 1]), ndarray(new Int32Array([7, 2 ** 31 - 1]))],
    ["<u8", new BigUint64Array([7n, 2n ** 31n - 1n]), ndarray(new Int32Array([7, 2 ** 31 - 1]))],
    ["|b1", new Uint8Array([0, 1]), ndarray(new Uint8Array([0, 1]))],
    // Big-endian: the bytes of each number turned around.
    [">f2", new Uint8Array([0x3e, 0, 0xc0, 0]), ndarray(new Float32Array([1.5, -2]))],
    [">f4", new Uint8Array([0x3f, 0xc0, 0, 0, 0xc0, 0, 0, 0]), ndarray(new Float32Array([1.5, -2]))],
    [">f8", new Uint8Array([0x3f, 0xf8, 0, 0, 0, 0, 0, 0, 0xc0, ...new Uint8Array(7)]), ndarray([1.5, -2])],
    [">i2", new Uint8Array([1, 2, 0xff, 0xfe]), ndarray(new Int32Array([258, -2]))],
    [
      ">i8",
      new Uint8Array([...new Uint8Array(6), 1, 2, ...new Uint8Array(8).fill(0xff)]),
      ndarray(new Int32Array([258, -1])),
    ],
  ])("reads the dtype %s", (descr, elements, expected) => {
    expect(parse(npy(headerOf(descr, "(2,)"), elements))).toEqual(expected);
  });

  it("reads scalars, empty arrays and version 2", () => {
    expect(parse(npy(headerOf("<f4", "()"), new Float32Array([3]))).shape).toEqual([]);
    expect(parse(npy(headerOf("<f4", "(0, 4)"), new Float32Array(0))).shape).toEqual([0, 4]);
    expect(parse(npy(headerOf("<f4", "(1, 1)"), new Float32Array(1), { version: 2 })).shape).toEqual([1, 1]);
    expect(parse(npy(headerOf("<f4", "(1, 1)"), new Float32Array(1), { version: 3 })).shape).toEqual([1, 1]);
  });

  it.each([
    ["(2, 3)", [0, 3, 1, 4, 2, 5], [2, 3]],
    // numpy.arange(8).reshape(2, 2, 2).flatten("F")
    ["(2, 2, 2)", [0, 4, 2, 6, 1, 5, 3, 7], [2, 2, 2]],
    ["(3,)", [0, 1, 2], [3]],
    ["()", [0], []],
    ["(0, 3)", [], [0, 3]],
  ])("brings %s of Fortran order into C order", (sizes, stored, shape) => {
    const inOrder = Array.from(stored, (_, index) => index);
    expect(parse(npy(headerOf("<f4", sizes, "True"), new Float32Array(stored)))).toEqual(
      ndarray(new Float32Array(inOrder), shape),
    );
    const bytes = npy(headerOf(">i2", sizes, "True"), Uint8Array.from(stored.flatMap((value) => [0, value])));
    expect(parse(bytes)).toEqual(ndarray(new Int32Array(inOrder), shape));
  });

  it.each([
    ["no .npy file", new TextEncoder().encode("1,2,3\n4,5,6\n"), "does not begin as an .npy file"],
    ["no bytes at all", new Uint8Array(0), "does not begin as an .npy file"],
    ["another version", npy(headerOf("<f4", "(1,)"), new Float32Array(1), { version: 4 }), "version 4.0"],
    ["complex numbers", npy(headerOf("<c8", "(1,)"), new Float32Array(2)), "the dtype '<c8' is not supported"],
    ["long doubles", npy(headerOf("<f16", "(1,)"), new Uint8Array(16)), "the dtype '<f16' is not supported"],
    ["texts", npy(headerOf("<U1", "(1,)"), new Uint8Array(4)), "the dtype '<U1' is not supported"],
    ["objects", npy(headerOf("|O", "(1,)"), new Float32Array(1)), "the dtype '|O' is not supported"],
    ["a structured dtype", npy("{'descr': [('a', '<f4')], 'shape': (1,)}", new Uint8Array(4)), "not understood"],
    ["a header of code", npy("__import__('os').system('ls')", new Uint8Array(4)), "not understood"],
    [
      "fewer elements",
      npy(headerOf("<f4", "(3,)"), new Float32Array(2)),
      "takes 12 bytes after the header, the file has 8",
    ],
    ["more elements", npy(headerOf("<f4", "(1,)"), new Float32Array(2)), "goes on after the last element"],
    ["an absurd size", npy(headerOf("<f4", "(4294967296, 4294967296)"), new Float32Array(2)), "not one of an array"],
    ["a negative size", npy(headerOf("<f4", "(-1,)"), new Float32Array(2)), "not understood"],
    [
      "a header beyond the file",
      npy(headerOf("<f4", "(1,)"), new Float32Array(1), { length: 5000 }),
      "inside its header",
    ],
    ["a header beyond reason", npy("{", new Uint8Array(9), { version: 2, length: 2 ** 31 }), "more than 10000"],
    ["an integer beyond int32", npy(headerOf("<i8", "(1,)"), new BigInt64Array([2n ** 40n])), "beyond int32"],
    [
      "an integer of 32 bits beyond int32",
      npy(headerOf("<u4", "(1,)"), new Uint32Array([2 ** 31])),
      "is 2147483648, beyond",
    ],
    [
      "an integer of 64 bits beyond int32",
      npy(headerOf("<u8", "(1,)"), new BigUint64Array([2n ** 64n - 1n])),
      "is 18446744073709551615, beyond",
    ],
    ["a byte that is no bool", npy(headerOf("|b1", "(1,)"), new Uint8Array([2])), "expected 0 or 1"],
  ])("refuses %s", (_, bytes, message) => {
    expect(() => parse(bytes)).toThrowError(expect.objectContaining({ name: "BlockzooError" }));
    expect(() => parse(bytes)).toThrowError(message);
    expect(() => parse(bytes)).toThrowError(/^x\.npy: /);
  });
});

describe("encodeNpy", () => {
  it.each([
    ["a scalar", ndarray(new Float32Array([2]), [])],
    ["a vector", ndarray(new Int32Array([1, 2, 3]))],
    ["a matrix of bools", ndarray(new Uint8Array([1, 0]), [2, 1])],
    ["no elements", ndarray(new Float32Array(0), [0, 3])],
  ])("round-trips %s", (_, array) => {
    const bytes = encodeNpy(array);
    expect((bytes.length - array.data.byteLength) % 64).toBe(0);
    expect(parse(bytes)).toEqual(array);
  });

  it("keeps doubles as doubles in the file", () => {
    const bytes = encodeNpy(toFloat64(ndarray([0.1, 0.2])));
    expect(new TextDecoder("latin1").decode(bytes)).toContain("'<f8'");
    expect(parse(bytes)).toEqual(ndarray(new Float32Array([0.1, 0.2])));
  });

  it("refuses data that do not fill the shape", () => {
    expect(() => encodeNpy({ dtype: "float32", shape: [3], data: new Float32Array(2) })).toThrowError("do not fill");
  });
});
