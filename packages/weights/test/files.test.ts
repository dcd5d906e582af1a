import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BlockzooError, ndarray } from "@blockzoo/core";
import { readWeightsFile, writeFileAtomic, writeFilesAtomic, writeWeightsFile } from "@blockzoo/weights/node";
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

  it("that belong together are all written or none", async () => {
    const inner = join(folder, "together");
    const paths = ["data", "model"].map((name) => join(inner, name)) as [string, string];
    await mkdir(inner);
    const contents = () => Promise.all(paths.map((path) => readFile(path, "utf8")));
    const write = (data: string, model: string) =>
      writeFilesAtomic([
        { path: paths[0], content: [Buffer.from(data), Buffer.from("!")] },
        { path: paths[1], content: Buffer.from(model) },
      ]);
    await write("a", "A");
    await write("b", "B");
    expect(await contents()).toEqual(["b!", "B"]);
    expect((await readdir(inner)).toSorted()).toEqual(["data", "model"]);

    const broken = function* () {
      yield Buffer.from("half");
      throw new Error("the disk is full");
    };
    const failing = { path: paths[1], content: { [Symbol.iterator]: broken } };
    await expect(writeFilesAtomic([{ path: paths[0], content: Buffer.from("c") }, failing])).rejects.toThrow(
      `${paths[1]}: cannot be written: the disk is full`,
    );
    expect(await contents()).toEqual(["b!", "B"]);

    // The one cannot take its name: the other, which had already gone aside, comes back.
    await rm(paths[0]);
    await mkdir(paths[0]);
    await expect(write("d", "D")).rejects.toThrow("data is a folder");
    expect(await readFile(paths[1], "utf8")).toBe("B");
    expect((await readdir(inner)).toSorted()).toEqual(["data", "model"]);
  });
});
