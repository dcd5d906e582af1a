import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseWav } from "@blockzoo/data";
import { readWav } from "@blockzoo/data/node";
import { describe, expect, it } from "vitest";
import { realData } from "./real-data.js";

const fixtures = new URL("fixtures/", import.meta.url);

/** What Python's `wave` reads, by tooling/golden/wav-files.py. */
const golden = JSON.parse(readFileSync(new URL("wav.json", fixtures), "utf8")) as {
  files: Record<string, { rate: number; channels: number; bits: number; values: number[] }>;
  recordings: Record<string, { frames: number; sum: number; squares: number }>;
};

const parse = (bytes: Uint8Array) => parseWav(bytes, { name: "x.wav" });

/** A chunk: four letters, the length, and the bytes. */
function chunk(kind: string, content: ArrayLike<number>): number[] {
  return [...Buffer.from(kind), ...new Uint8Array(Uint32Array.of(content.length).buffer), ...Array.from(content)];
}

interface Fields {
  tag?: number;
  channels?: number;
  rate?: number;
  align?: number;
  bits?: number;
  extension?: number[];
}

function format({ tag = 1, channels = 1, rate = 8000, align = 2, bits = 16, extension = [] }: Fields = {}): number[] {
  const view = new DataView(new ArrayBuffer(16));
  view.setUint16(0, tag, true);
  view.setUint16(2, channels, true);
  view.setUint32(4, rate, true);
  view.setUint32(8, rate * align, true);
  view.setUint16(12, align, true);
  view.setUint16(14, bits, true);
  return chunk("fmt ", [...new Uint8Array(view.buffer), ...extension]);
}

const wav = (...chunks: number[][]): Uint8Array =>
  Uint8Array.from(chunk("RIFF", [...Buffer.from("WAVE"), ...chunks.flat()]));
const floats = new Uint8Array(Float32Array.of(0.25, -1.5).buffer);

describe("parseWav", () => {
  it.each(Object.entries(golden.files))("reads %s as Python does", async (name, { rate, channels, bits, values }) => {
    const { sampleRate, samples } = await readWav(fileURLToPath(new URL(`${name}.wav`, fixtures)));
    const frames = values.length / channels;
    expect({ sampleRate, shape: samples.shape }).toEqual({ sampleRate: rate, shape: [channels, frames] });
    const zero = bits === 8 ? 128 : 0;
    for (const [index, value] of values.entries()) {
      const found = samples.data[(index % channels) * frames + Math.floor(index / channels)];
      expect(found).toBe(Math.fround((value - zero) / 2 ** (bits - 1)));
    }
  });

  it("reads floats, extensions, and skips other chunks", () => {
    const extension = [22, 0, 32, 0, 0, 0, 0, 0, 3, 0, ...Array.from({ length: 14 }, () => 0)];
    const other = chunk("LIST", [1, 2, 3]);
    for (const bytes of [
      wav(format({ tag: 3, bits: 32, align: 4 }), chunk("data", floats)),
      wav(other, [0], format({ tag: 0xfffe, bits: 32, align: 4, extension }), chunk("data", floats), other),
    ]) {
      expect(parse(bytes)).toEqual({
        sampleRate: 8000,
        samples: { dtype: "float32", shape: [1, 2], data: Float32Array.of(0.25, -1.5) },
      });
    }
    expect(parse(wav(format(), chunk("data", []))).samples.shape).toEqual([1, 0]);
  });

  /** The bytes of a sound whose chunk says another length than there is. */
  const says = (length: number, content: ArrayLike<number>) => {
    const data = chunk("data", content);
    return [...data.slice(0, 4), ...new Uint8Array(Uint32Array.of(length).buffer), ...data.slice(8)];
  };
  const values = (bytes: Uint8Array) => [...parse(bytes).samples.data].map((value) => value * 2 ** 15);
  const sound = new Uint8Array(Int16Array.of(1, -2, 3, 4, 5, 6).buffer);

  it.each([0, 0x7fff0000, 0x7ffff000, 0x7fffffbc, 0x7fffffff, 0x80000000, 0xfffffff0, 0xffffffff])(
    "reads a sound to the end that a pipe wrote with the length %d",
    (length) => {
      expect(values(wav(format(), says(length, sound)))).toEqual([1, -2, 3, 4, 5, 6]);
      expect(values(wav(format(), says(length, sound.subarray(0, 5))))).toEqual([1, -2]);
      expect(parse(wav(format(), says(length, []))).samples.shape).toEqual([1, 0]);
      const silence = new Uint8Array(16);
      expect(values(wav(format(), says(length, silence)))).toEqual(Array.from({ length: 8 }, () => 0));
    },
  );

  it("reads no sound where other chunks follow one of length 0", () => {
    expect(parse(wav(format(), says(0, []), chunk("LIST", [1, 2, 3, 4]))).samples.shape).toEqual([1, 0]);
    expect(parse(wav(format(), says(0, []), chunk("id3 ", [1]))).samples.shape).toEqual([1, 0]);
  });

  it("reads floats of 64 bits", () => {
    const doubles = new Uint8Array(Float64Array.of(0.1, -1.5).buffer);
    const { samples } = parse(wav(format({ tag: 3, bits: 64, align: 8 }), chunk("data", doubles)));
    expect(samples.data).toEqual(Float32Array.of(0.1, -1.5));
  });

  it("reads RF64, whose length of the sound is in another chunk", () => {
    const rf64 = (said: bigint, ...chunks: number[][]) => {
      const lengths = new Uint8Array(BigUint64Array.of(0n, said, 0n).buffer);
      const bytes = wav(chunk("ds64", [...lengths, 0, 0, 0, 0]), format(), ...chunks);
      bytes.set(Buffer.from("RF64"));
      return bytes;
    };
    const after = chunk("LIST", [1, 2]);
    expect(values(rf64(12n, says(0xffffffff, sound), after))).toEqual([1, -2, 3, 4, 5, 6]);
    expect(values(rf64(2n ** 64n - 1n, says(0xffffffff, sound)))).toEqual([1, -2, 3, 4, 5, 6]);
    expect(values(rf64(0n, says(0xffffffff, sound)))).toEqual([1, -2, 3, 4, 5, 6]);
    expect(values(rf64(99n, says(12, sound), after))).toEqual([1, -2, 3, 4, 5, 6]);
    expect(() => parse(rf64(5_000_000_000n, says(0xffffffff, sound)))).toThrow(
      "declares 5000000000 bytes, the file has 12",
    );
    expect(() => parse(wav(chunk("ds64", [1, 2])))).toThrow("has 2 bytes, expected at least 28");
  });

  it.each([1, 2, 3, 5])(
    "finds the sound behind a chunk of %d bytes, with and without a byte to an even place",
    (length) => {
      const odd = chunk(
        "bext",
        Array.from({ length }, () => 7),
      );
      const padded = length % 2 === 1 ? [...odd, 0] : odd;
      expect(values(wav(format(), padded, chunk("data", sound)))).toEqual([1, -2, 3, 4, 5, 6]);
      expect(values(wav(format(), odd, chunk("data", sound)))).toEqual([1, -2, 3, 4, 5, 6]);
      expect(values(wav(format(), odd, says(0xffffffff, sound)))).toEqual([1, -2, 3, 4, 5, 6]);
    },
  );

  it.each<[string, Uint8Array, string]>([
    ["nothing", new Uint8Array(0), "x.wav: does not begin as a WAV file"],
    ["another RIFF file", Uint8Array.from(chunk("RIFF", Buffer.from("AVI "))), "x.wav: does not begin as a WAV file"],
    ["no sound", wav(format()), 'ends at byte 36 without sound (a chunk "data")'],
    [
      "sound before its format",
      wav(chunk("data", [0, 0]), format()),
      'byte 12: the chunk "data" comes before the format',
    ],
    [
      "a cut",
      wav(format(), chunk("data", floats)).subarray(0, 50),
      "declares 8 bytes, the file has 6 more: it is truncated",
    ],
    ["a cut format", wav(chunk("fmt ", [1, 0])), 'byte 12: the chunk "fmt " has 2 bytes, expected at least 16'],
    [
      "compression",
      wav(format({ tag: 7, bits: 8, align: 1 }), chunk("data", [0])),
      "format 7 with 8 bits, expected PCM (1)",
    ],
    [
      "an extension that is not there",
      wav(format({ tag: 0xfffe }), chunk("data", [0, 0])),
      "format 65534 with 16 bits",
    ],
    ["12 bits", wav(format({ bits: 12 }), chunk("data", [0, 0])), "format 1 with 12 bits"],
    ["no channels", wav(format({ channels: 0, align: 0 }), chunk("data", [])), "says 0 channels, expected 1 to 8"],
    ["channels without end", wav(format({ channels: 65_535 }), chunk("data", [])), "says 65535 channels"],
    ["no rate", wav(format({ rate: 0 }), chunk("data", [])), "says 0 frames a second"],
    [
      "frames of another size",
      wav(format({ align: 3 }), chunk("data", [])),
      "says 3 bytes a frame, but 1 channels of 16 bits",
    ],
    ["half a frame", wav(format(), chunk("data", [0, 0, 0])), "has 3 bytes, no whole number of 2 a frame"],
  ])("refuses %s", (_, bytes, message) => {
    expect(() => parse(bytes)).toThrowError(expect.objectContaining({ name: "BlockzooError" }));
    expect(() => parse(bytes)).toThrow(message);
  });

  const folder = realData("free-spoken-digit-dataset");
  it.skipIf(folder === undefined)("reads the recordings of the Free Spoken Digit Dataset as Python does", async () => {
    expect(Object.keys(golden.recordings).length).toBeGreaterThan(5);
    for (const [name, { frames, sum, squares }] of Object.entries(golden.recordings)) {
      const { sampleRate, samples } = await readWav(join(folder!, "free-spoken-digit-dataset", "recordings", name));
      expect({ sampleRate, shape: samples.shape }).toEqual({ sampleRate: 8000, shape: [1, frames] });
      const integers = Array.from(samples.data, (sample) => sample * 2 ** 15);
      expect(integers.reduce((total, value) => total + value, 0)).toBe(sum);
      expect(integers.reduce((total, value) => total + value * value, 0)).toBe(squares);
    }
  });
});
