import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { parseIdx } from "@blockzoo/data";
import { dataFolder, mnist, readIdx, requireFile } from "@blockzoo/data/node";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { realData } from "./real-data.js";

function idx(type: number, shape: number[], elements: ArrayLike<number>): Uint8Array {
  const bytes = new Uint8Array(4 + 4 * shape.length + elements.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, (type << 8) | shape.length);
  shape.forEach((size, axis) => view.setUint32(4 + 4 * axis, size));
  bytes.set(elements, 4 + 4 * shape.length);
  return bytes;
}

describe("parseIdx", () => {
  it.each([
    [0x08, [1, 255], Uint8Array.of(1, 255)],
    [0x09, [1, 255], Int8Array.of(1, -1)],
    [0x0b, [1, 0, 255, 254], Int16Array.of(256, -2)],
    [0x0c, [0, 0, 1, 0, 255, 255, 255, 254], Int32Array.of(256, -2)],
    [0x0d, [0x3f, 0x80, 0, 0, 0xc0, 0, 0, 0], Float32Array.of(1, -2)],
    [0x0e, [0x3f, 0xf0, 0, 0, 0, 0, 0, 0, 0xc0, 0, 0, 0, 0, 0, 0, 0], Float64Array.of(1, -2)],
  ])("reads elements of type %i", (type, elements, data) => {
    expect(parseIdx(idx(type, [2, 1], elements), { name: "f" })).toEqual({ shape: [2, 1], data });
  });

  it.each<[string, Uint8Array, string]>([
    ["nothing", new Uint8Array(0), "f: ends at byte 0, expected an IDX header"],
    ["another format", new TextEncoder().encode("<html>"), "f: byte 0: found 0x3c68746d, expected the magic number"],
    ["an unknown type", idx(0x0a, [1], [1]), "f: byte 0: found 0x00000a01"],
    ["no axes", idx(0x08, [], [1]), "f: byte 0: found 0x00000800"],
    ["a cut header", idx(0x08, [1, 1], [1]).subarray(0, 9), "f: ends at byte 9, inside its header of 12 bytes"],
    ["cut data", idx(0x08, [2, 2], [1, 2, 3]), "f: ends at byte 15, the declared shape [2,2] needs 16 bytes"],
    ["trailing bytes", idx(0x08, [2], [1, 2, 3]), "f: byte 10: the file goes on after the last element"],
    [
      "absurd sizes",
      idx(0x08, [2 ** 32 - 1, 2 ** 32 - 1], []),
      "f: byte 4: the declared shape [4294967295,4294967295] is",
    ],
    ["a larger shape than memory", idx(0x08, [2 ** 31, 1000], []), "needs 2147483648012 bytes: the file is truncated"],
  ])("refuses %s", (_, bytes, message) => {
    expect(() => parseIdx(bytes, { name: "f" })).toThrow(message);
  });
});

describe("files", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "blockzoo-data-"));
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function save(name: string, bytes: Uint8Array): Promise<string> {
    const path = join(folder, name);
    await mkdir(join(path, ".."), { recursive: true });
    await writeFile(path, bytes);
    return path;
  }

  it("are unpacked when they are compressed, whatever they are called", async () => {
    const bytes = idx(0x08, [3], [1, 2, 3]);
    const expected = { shape: [3], data: Uint8Array.of(1, 2, 3) };
    for (const file of [bytes, gzipSync(bytes)]) {
      const { shape, data } = await readIdx(await save("plain", file));
      expect({ shape, data: Uint8Array.from(data) }).toEqual(expected);
    }
  });

  it("are refused when unpacking would give more than the header declares", async () => {
    const bomb = gzipSync(idx(0x08, [10], new Uint8Array(50_000_000)));
    await expect(readIdx(await save("bomb.gz", bomb))).rejects.toThrow(/bomb.gz: byte 18: the file goes on/);
    const promise = gzipSync(idx(0x08, [1000, 1000, 1000], [1]));
    await expect(readIdx(await save("promise.gz", promise))).rejects.toThrow(/compressed ones cannot hold/);
    await expect(readIdx(await save("promise.gz", promise), { maxBytes: 1000 })).rejects.toThrow(/the limit of 1000/);
  });

  it("are refused when the compression is damaged", async () => {
    const packed = gzipSync(
      idx(
        0x08,
        [5000],
        Uint8Array.from({ length: 5000 }, (_, i) => (i * i * 31) >> 3),
      ),
    );
    await expect(readIdx(await save("cut.gz", packed.subarray(0, -20)))).rejects.toThrow(
      /cut.gz: the gzip data are damaged/,
    );
    await expect(readIdx(await save("short.gz", packed.subarray(0, 2)))).rejects.toThrow(/short.gz: /);
    const flipped = packed.with(packed.length >> 1, packed[packed.length >> 1]! ^ 0xff);
    await expect(readIdx(await save("flipped.gz", flipped))).rejects.toThrow(/flipped.gz: the gzip data are damaged/);
    await expect(readIdx(join(folder, "none.gz"))).rejects.toThrow(/none.gz: cannot be read: ENOENT/);
  });

  it("of MNIST must fit together", async () => {
    const zeros = (count: number) => new Uint8Array(count);
    const images = (shape: number[]) => gzipSync(idx(0x08, shape, zeros(shape.reduce((a, b) => a * b))));
    const put = async (imagesShape: number[], labels: number[]) => {
      await save("mnist/train-images-idx3-ubyte.gz", images(imagesShape));
      await save("mnist/train-labels-idx1-ubyte.gz", gzipSync(idx(0x08, [labels.length], labels)));
      return mnist({ folder, split: "train" });
    };
    expect((await put([2, 28, 28], [3, 9])).gather([1]).y!.data).toEqual(Int32Array.of(9));
    await expect(put([2, 28, 28], [3])).rejects.toThrow("mnist-train: the labels must be 2 unsigned bytes");
    await expect(put([2, 28, 28], [3, 10])).rejects.toThrow("sample 1 has class 10, expected 0 to 9");
    await expect(put([2, 28, 27], [3, 9])).rejects.toThrow("holds images of 28x27 pixels, expected 28x28");
    await expect(put([2], [3, 9])).rejects.toThrow("expected 28x28");
  });

  it("say what to download when they are missing", async () => {
    await expect(mnist({ folder, name: "fashion-mnist", split: "test" })).rejects.toThrow(
      /fashion-mnist\/t10k-\S+: cannot be read: download http:\S+ubyte.gz and save it there/,
    );
    await expect(requireFile(undefined, "a/b.gz", "https://x/b.gz")).rejects.toThrow(
      "a/b.gz: there is no data folder: download https://x/b.gz to <folder>/a/b.gz and set BLOCKZOO_DATA=<folder>",
    );
  });
});

describe("dataFolder", () => {
  it("prefers the given folder to the environment's", () => {
    vi.stubEnv("BLOCKZOO_DATA", "/from/environment");
    expect(dataFolder()).toBe("/from/environment");
    expect(dataFolder("/given")).toBe("/given");
    vi.stubEnv("BLOCKZOO_DATA", "");
    expect(dataFolder()).toBeUndefined();
    vi.unstubAllEnvs();
  });
});

const real = realData("mnist");

describe.skipIf(real === undefined)("the real files", () => {
  it.each([
    ["mnist", "7"],
    ["fashion-mnist", "Ankle boot"],
  ] as const)("%s has 10,000 test images", async (name, firstLabel) => {
    const dataset = await mnist({ folder: real!, name, split: "test" });
    const { x, y } = dataset.gather([0, 9999]);
    expect(dataset.size).toBe(10_000);
    expect(dataset.labels![y!.data[0]!]).toBe(firstLabel);
    expect(x!.shape).toEqual([2, 1, 28, 28]);
    expect(Math.max(...x!.data)).toBe(1);
  });
});
