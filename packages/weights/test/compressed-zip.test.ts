import { crc32, deflateRawSync, inflateRawSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { readZip, type Inflate } from "../src/zip/read-zip.js";
import { writeZip } from "../src/zip/write-zip.js";

const text = Buffer.from("to be or not to be ".repeat(100));

const inflate: Inflate = (packed, size) => inflateRawSync(packed, { maxOutputLength: size });

/** An archive of one compressed file; what its directory says of the method, the checksum and the size can be wrong. */
function archive({
  method = 8,
  crc = crc32(text),
  size = text.length,
  packed = deflateRawSync(text),
} = {}): Uint8Array {
  const bytes = writeZip([{ name: "text.txt", bytes: packed }]);
  const entry = Buffer.from(bytes.buffer).indexOf("PK\x01\x02");
  const view = new DataView(bytes.buffer);
  view.setUint16(entry + 10, method, true);
  view.setUint32(entry + 16, crc, true);
  view.setUint32(entry + 24, size, true);
  return bytes;
}

const read = (bytes: Uint8Array) => readZip(bytes, { name: "x.zip" }).get("text.txt")!;

describe("a compressed file of an archive", () => {
  it("is what the caller's inflate makes of it", () => {
    const entry = read(archive());
    expect(entry.size).toBe(text.length);
    expect(Buffer.from(entry.bytes({ inflate }))).toEqual(text);
  });

  it("is refused without one", () => {
    expect(() => read(archive()).bytes()).toThrow('x.zip: "text.txt": is compressed (method 8)');
    expect(() => read(archive({ method: 14 })).bytes({ inflate })).toThrow("is compressed (method 14)");
  });

  it.each<[string, Parameters<typeof archive>[0], RegExp]>([
    [
      "becomes more than the directory says",
      { size: 10 },
      /is damaged \(.*larger than 10 bytes.*\): get the file again/,
    ],
    ["becomes less", { size: text.length + 1 }, /its two sizes are 1900 and 1901/],
    ["is cut", { packed: deflateRawSync(text).subarray(0, 10) }, /is damaged \(unexpected end of file\)/],
    ["is no deflate data", { packed: Buffer.alloc(20, 0xff) }, /is damaged \(invalid/],
    ["has another checksum", { crc: 1 }, /its CRC-32 is not that of the archive/],
  ])("is refused when it %s", (_, change, message) => {
    expect(() => read(archive(change)).bytes({ inflate })).toThrowError(
      expect.objectContaining({ name: "BlockzooError" }),
    );
    expect(() => read(archive(change)).bytes({ inflate })).toThrow(message);
  });
});
