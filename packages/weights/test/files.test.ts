import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BlockzooError, ndarray } from "@blockzoo/core";
import { readWeightsFile, writeFileAtomic, writeWeightsFile } from "@blockzoo/weights/node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "blockzoo-weights-"));
});
afterAll(() => rm(folder, { recursive: true }));

describe("weights files", () => {
  it("come back as they were written, over an older file", async () => {
    const path = join(folder, "net.safetensors");
    await writeFile(path, "old");
    await writeWeightsFile(path, { a: ndarray([1, 2]) }, { metadata: { format: "pt" } });
    const { tensors, metadata } = await readWeightsFile(path);
    expect(tensors.get("a")).toEqual(ndarray([1, 2]));
    expect(metadata.get("format")).toBe("pt");
    await expect(readWeightsFile(path, { maxBytes: 10 })).rejects.toThrow(/more than the limit of 10/);
  });

  it("are reported when they are missing or no files", async () => {
    await expect(readWeightsFile(join(folder, "none"))).rejects.toThrow(/none: cannot be read: ENOENT/);
    await expect(readWeightsFile(folder)).rejects.toThrow(BlockzooError);
  });

  it("leave the old content and no temporary file when writing fails", async () => {
    const inner = join(folder, "inner");
    const target = join(inner, "taken");
    await mkdir(target, { recursive: true });
    await writeFile(join(target, "old"), "old");
    // A folder with content cannot be replaced: the rename fails after the temporary file was written.
    await expect(writeFileAtomic(target, Uint8Array.of(1))).rejects.toThrow(/taken: cannot be written/);
    expect(await readdir(inner)).toEqual(["taken"]);
    expect(await readFile(join(target, "old"), "utf8")).toBe("old");
    await expect(writeFileAtomic(join(folder, "no", "where"), Uint8Array.of(1))).rejects.toThrow(BlockzooError);
  });
});
