import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cifar10Labels, parseCifar10 } from "@blockzoo/data";
import { cifar10 } from "@blockzoo/data/node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { realData } from "./real-data.js";

/** A record whose value `i` of the pixels is `(i + shift) mod 256`. */
function record(label: number, shift: number): Uint8Array {
  return Uint8Array.from({ length: 3073 }, (_, index) => (index === 0 ? label : (index - 1 + shift) % 256));
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "blockzoo-cifar-"));
});
afterAll(() => rm(folder, { recursive: true }));

describe("parseCifar10", () => {
  it("reads records of several files in their order: red, green and blue planes", () => {
    const dataset = parseCifar10({ a: Buffer.concat([record(3, 0), record(9, 7)]), b: record(0, 1) });
    expect(dataset).toMatchObject({ size: 3, labels: cifar10Labels });
    const { x, y } = dataset.gather([2, 0]);
    expect(x!.shape).toEqual([2, 3, 32, 32]);
    expect([...y!.data]).toEqual([0, 3]);
    expect(x!.data[0]).toBeCloseTo(1 / 255, 6);
    expect(x!.data[3072 + 1025]).toBeCloseTo((1025 % 256) / 255, 6);
  });

  it.each<[string, Uint8Array, string]>([
    ["an empty file", new Uint8Array(), "f: has 0 bytes, expected records of 3073"],
    ["a file that is cut off", record(1, 0).subarray(0, 3000), "f: has 3000 bytes"],
    ["another class", Buffer.concat([record(1, 0), record(10, 0)]), "f: record 1 has the class 10, above 9"],
  ])("refuses %s", (_, bytes, message) => {
    expect(() => parseCifar10({ f: bytes })).toThrow(message);
  });
});

describe("cifar10", () => {
  it("reads the official files, and says which one is missing", async () => {
    const official = join(folder, "cifar-10-batches-bin");
    await mkdir(official);
    await writeFile(join(official, "test_batch.bin"), record(4, 0));
    expect((await cifar10({ split: "test", folder })).gather([0])["y"]!.data[0]).toBe(4);
    await expect(cifar10({ split: "train", folder })).rejects.toThrow(
      /data_batch_\d.bin: cannot be read: download http/,
    );
  });

  const part = "cifar10-subset/data_batch_1.first4000.bin";
  const real = realData(part);
  it.skipIf(real === undefined)("reads the first images of the real set", async () => {
    const dataset = await cifar10({ split: "train", folder: real!, files: [part] });
    expect(dataset.size).toBe(4000);
    expect([...dataset.gather([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])["y"]!.data]).toEqual([6, 9, 9, 4, 1, 1, 2, 7, 8, 3]);
  });
});
