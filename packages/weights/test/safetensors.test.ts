import { BlockzooError, ndarray } from "@blockzoo/core";
import { describe, expect, it } from "vitest";
import { readSafetensors, writeSafetensors } from "../src/index.js";

const name = "net.safetensors";

/** A file with this header, as text or JSON, and data. */
function file(header: unknown, data: Uint8Array | number = 0, length?: bigint): Uint8Array {
  const text = new TextEncoder().encode(typeof header === "string" ? header : JSON.stringify(header));
  const body = typeof data === "number" ? new Uint8Array(data) : data;
  const bytes = new Uint8Array(8 + text.length + body.length);
  new DataView(bytes.buffer).setBigUint64(0, length ?? BigInt(text.length), true);
  bytes.set(text, 8);
  bytes.set(body, 8 + text.length);
  return bytes;
}

const f32 = (shape: unknown, ...offsets: unknown[]) => ({ dtype: "F32", shape, data_offsets: offsets });

describe("writeSafetensors", () => {
  it("gives the bytes of the format's own writer", () => {
    const written = writeSafetensors(
      { b: ndarray([1, 2], [2], "int32"), flag: ndarray([1], [1], "bool"), a: ndarray([[1.5]]) },
      { metadata: { format: "pt" } },
    );
    const header =
      '{"__metadata__":{"format":"pt"},"a":{"dtype":"F32","shape":[1,1],"data_offsets":[0,4]},' +
      '"b":{"dtype":"I32","shape":[2],"data_offsets":[4,12]},"flag":{"dtype":"BOOL","shape":[1],"data_offsets":[12,13]}}';
    const padded = header.padEnd(Math.ceil(header.length / 8) * 8);
    expect(written).toEqual(file(padded, Uint8Array.of(0, 0, 0xc0, 0x3f, 1, 0, 0, 0, 2, 0, 0, 0, 1)));
  });

  it("comes back the same, whatever the order it was given in", () => {
    const tensors: [string, ReturnType<typeof ndarray>][] = [
      [
        "layer1.0.weight",
        ndarray([
          [1, -2.5],
          [Infinity, 0],
        ]),
      ],
      ["scalar", ndarray(3)],
      ["empty", ndarray(new Float32Array(0), [0, 4])],
      ['wörter "quoted"\n', ndarray([-7], [1], "int32")],
    ];
    const written = writeSafetensors(tensors, { metadata: { b: "2", a: "1" } });
    expect(writeSafetensors(new Map(tensors.toReversed()), { metadata: { a: "1", b: "2" } })).toEqual(written);
    for (const bytes of [written, Buffer.from(written)]) {
      const read = readSafetensors(bytes, { name });
      expect(new Map(read.tensors)).toEqual(new Map(tensors));
      expect(new Map(read.metadata)).toEqual(new Map(Object.entries({ a: "1", b: "2" })));
    }
  });

  it("does not share memory with the bytes read", () => {
    const bytes = Buffer.from(writeSafetensors({ a: ndarray([1, 2]) }));
    const { tensors } = readSafetensors(bytes, { name });
    bytes.fill(0);
    expect(tensors.get("a")!.data).toEqual(Float32Array.of(1, 2));
  });

  it("stores floats in half precision when asked, and refuses what does not fit", () => {
    const written = writeSafetensors({ a: ndarray([1, 0.1]), n: ndarray([70000], [1], "int32") }, { dtype: "float16" });
    const { tensors } = readSafetensors(written, { name });
    expect(tensors.get("a")!.data).toEqual(Float32Array.of(1, 0.0999755859375));
    expect(tensors.get("n")!.data).toEqual(Int32Array.of(70000));
    expect(() => writeSafetensors({ a: ndarray([1, 7e4]) }, { dtype: "float16" })).toThrow(
      'writeSafetensors: tensor "a": 70000 does not fit float16',
    );
  });

  it("refuses names and shapes that no reader takes", () => {
    const one = ndarray([1]);
    expect(() =>
      writeSafetensors([
        ["a", one],
        ["a", one],
      ]),
    ).toThrow(/"a" is there twice/);
    expect(() => writeSafetensors([["__metadata__", one]])).toThrow(/cannot be called/);
    expect(() => writeSafetensors({ a: { ...one, shape: [2] } })).toThrow("1 values do not fill the shape [2]");
  });
});

describe("readSafetensors", () => {
  it.each([
    ["F64", new Float64Array([0.1, -2]), Float32Array.of(0.1, -2)],
    ["F16", new Uint16Array([0x3c00, 0xc000]), Float32Array.of(1, -2)],
    ["BF16", new Uint16Array([0x3f80, 0xc000]), Float32Array.of(1, -2)],
    ["I64", new BigInt64Array([5n, -(2n ** 31n)]), Int32Array.of(5, -(2 ** 31))],
    ["U64", new BigUint64Array([5n, 2n ** 31n - 1n]), Int32Array.of(5, 2 ** 31 - 1)],
    ["I32", new Int32Array([5, -6]), Int32Array.of(5, -6)],
    ["U32", new Uint32Array([5, 2 ** 31 - 1]), Int32Array.of(5, 2 ** 31 - 1)],
    ["U16", new Uint16Array([5, 65535]), Int32Array.of(5, 65535)],
    ["I16", new Int16Array([1, -2]), Int32Array.of(1, -2)],
    ["I8", new Int8Array([1, -2]), Int32Array.of(1, -2)],
    ["U8", new Uint8Array([1, 254]), Int32Array.of(1, 254)],
    ["BOOL", new Uint8Array([1, 0]), Uint8Array.of(1, 0)],
  ])("widens or narrows %s", (dtype, stored, expected) => {
    const data = new Uint8Array(stored.buffer);
    const bytes = file({ t: { dtype, shape: [2], data_offsets: [0, data.length] } }, data);
    expect(readSafetensors(bytes, { name }).tensors.get("t")!.data).toEqual(expected);
  });

  it.each<[string, Uint8Array, RegExp]>([
    ["too few bytes", new Uint8Array(7), /has 7 bytes/],
    ["a header longer than the file", file("{}", 0, 50n), /header's length is 50, but the file ends after 10 bytes/],
    ["a header over 100 MB", file("{}", 0, 2n ** 40n), /more than the 100000000 allowed/],
    ["a header that is no text", file("{}\u0000", 0).map((b) => (b === 0x7d ? 0xff : b)), /not UTF-8/],
    ["an array", file([]), /character 0: expected \{, before "\[\]"/],
    ["truncated JSON", file('{"a":{"dtype":"F3'), /expected a string that ends/],
    ["text after the object", file("{} x"), /expected the end/],
    ["deep nesting", file(`{"a":${"[".repeat(1e6)}`), /character 5: expected \{/],
    ["nested shapes", file({ a: f32([[1]], 0, 4) }, 4), /expected a size/],
    ["a duplicate key", file('{"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]},"a":{}}'), /"a" is there twice/],
    ["__proto__", file('{"__proto__":{}}'), /"__proto__" is not allowed/],
    ["metadata that are no texts", file({ __metadata__: { a: 1 } }), /expected a string/],
    ["an unknown field", file({ a: { ...f32([0], 0, 0), extra: "1" } }), /unknown field "extra"/],
    ["a missing field", file({ a: { dtype: "F32", shape: [0] } }), /needs a dtype, a shape and two data_offsets/],
    ["three offsets", file({ a: f32([0], 0, 0, 0) }), /two data_offsets/],
    ["a negative size", file({ a: f32([-1], 0, 4) }, 4), /expected a size/],
    ["a fraction", file({ a: f32([1.5], 0, 6) }, 6), /expected a size/],
    ["NaN", file('{"a":{"dtype":"F32","shape":[NaN],"data_offsets":[0,4]}}', 4), /expected a size/],
    ["a size beyond 2^53", file('{"a":{"dtype":"F32","shape":[9007199254740993],"data_offsets":[0,4]}}', 4), /2\^53/],
    ["sizes whose product overflows", file({ a: f32([2 ** 40, 2 ** 40], 0, 4) }, 4), /takes .* hold 4/],
    ["a shape that does not fit its bytes", file({ a: f32([2], 0, 4) }, 4), /F32\[2\] takes 8 bytes/],
    ["offsets the wrong way round", file({ a: f32([1], 4, 0) }, 4), /takes 4 bytes, .* hold -4/],
    ["offsets beyond the end", file({ a: f32([2], 0, 8) }, 4), /beyond the end of the file, which has 4 bytes/],
    ["overlapping tensors", file({ a: f32([2], 0, 8), b: f32([1], 4, 8) }, 8), /"b": .* overlap/],
    ["a gap", file({ a: f32([1], 0, 4), b: f32([1], 8, 12) }, 12), /"b": .* leave a gap/],
    ["a gap at the start", file({ a: f32([1], 4, 8) }, 8), /leave a gap/],
    ["trailing bytes", file({ a: f32([1], 0, 4) }, 5), /end at byte 4 of the data, the file at 5/],
    ...["F8_E4M3", "F8_E5M2", "F8_E8M0", "F6_E2M3", "F4", "I4", "U4", "C64"].map(
      (dtype): [string, Uint8Array, RegExp] => [
        dtype,
        file({ a: { ...f32([4], 0, 4), dtype } }, 4),
        new RegExp(`tensor "a": dtype "${dtype}" is not read: convert the tensor to float16`),
      ],
    ),
    ["an unknown dtype", file({ a: { ...f32([4], 0, 4), dtype: "F33" } }, 4), /"F33" is not known, expected F64, F32/],
    ["a dtype of Object", file({ a: { ...f32([4], 0, 4), dtype: "constructor" } }, 4), /"constructor" is not known/],
    ...["I64", "U64"].map((dtype): [string, Uint8Array, RegExp] => [
      `an ${dtype} beyond int32`,
      file({ a: { ...f32([2], 0, 16), dtype } }, Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 128, 0, 0, 0, 0)),
      /tensor "a": element 1 is beyond int32/,
    ]),
    [
      "a U64 whose high word counts",
      file({ a: { ...f32([1], 0, 8), dtype: "U64" } }, new Uint8Array(8).fill(255)),
      /int32/,
    ],
    [
      "a U32 beyond int32",
      file({ a: { ...f32([1], 0, 4), dtype: "U32" } }, Uint8Array.of(0, 0, 0, 128)),
      /element 0 is/,
    ],
    [
      "a bool that is 2",
      file({ a: { ...f32([1], 0, 1), dtype: "BOOL" } }, Uint8Array.of(2)),
      /the byte 2, expected 0 or 1/,
    ],
  ])("refuses %s", (_, bytes, message) => {
    const read = () => readSafetensors(bytes, { name });
    expect(read).toThrow(BlockzooError);
    expect(read).toThrow(/^net\.safetensors: /);
    expect(read).toThrow(message);
  });
});
