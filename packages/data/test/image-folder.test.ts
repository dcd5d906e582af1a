import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { ndarray } from "@blockzoo/core";
import { imageFolder, imageParts, summarizeLeftOut } from "@blockzoo/data/node";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

let root: string;
beforeEach(async () => void (root = await mkdtemp(join(tmpdir(), "blockzoo-images-"))));
afterEach(() => rm(root, { recursive: true }));

/** An image of one value, which its name ends with, and of a size that its name may begin with. */
const read = async (path: string) => {
  const [, size = "2", value] = /(?:(\d)x)?(\d)(?:\.\w+)?$/.exec(path)!;
  const side = Number(size);
  return ndarray(new Float32Array(side * side).fill(Number(value)), [1, side, side]);
};
const folder = (name: string) => imageFolder({ folder: join(root, name), read });

const first = {
  png: "\x89PNG\r\n\x1a\n",
  jpeg: "\xff\xd8\xff",
  webp: "RIFF\0\0\0\0WEBP",
  gif: "GIF89a",
  text: "hello",
};

/** Writes files that begin as their kinds do; PNG by default. */
async function save(...files: readonly (string | readonly [string, keyof typeof first])[]): Promise<void> {
  for (const file of files) {
    const [name, kind] = typeof file === "string" ? ([file, "png"] as const) : file;
    await mkdir(dirname(join(root, name)), { recursive: true });
    await writeFile(join(root, name), first[kind], "latin1");
  }
}

async function link(name: string, target: string): Promise<void> {
  await mkdir(dirname(join(root, name)), { recursive: true });
  await symlink(join(root, target), join(root, name));
}

/** Each class with the values of its images. */
async function contents(name: string) {
  const dataset = await folder(name);
  const { x, y } = dataset.gather(Array.from({ length: dataset.size }, (_, index) => index));
  const values = dataset.labels!.map((_, label) =>
    Array.from(y!.data, (each, index) => (each === label ? x!.data[4 * index]! : -1)).filter((value) => value >= 0),
  );
  const classes = Object.fromEntries(dataset.labels!.map((label, index) => [label, values[index]]));
  return { classes, leftOut: summarizeLeftOut(dataset.leftOut) };
}

describe("imageFolder", () => {
  it("takes classes and images in the order of their names", async () => {
    await save("animals/b/2.png", ["animals/b/1.JPG", "jpeg"], ["animals/a/3.jpeg", "jpeg"]);
    const dataset = await folder("animals");
    expect(dataset.labels).toEqual(["a", "b"]);
    const { x, y } = dataset.gather([0, 1, 2]);
    expect(x!.shape).toEqual([3, 1, 2, 2]);
    expect([x!.data[0], x!.data[4], x!.data[8]]).toEqual([3, 1, 2]);
    expect([...y!.data]).toEqual([0, 1, 1]);
    expect(dataset.leftOut).toEqual([]);
  });

  it("passes over what systems and archives leave behind, as classes and as images", async () => {
    await save("x/cat/1.png", "x/dog/2.png", "x/.ipynb_checkpoints/1.png", "x/__MACOSX/cat/._1.png");
    await save(
      ["x/.DS_Store", "text"],
      ["x/cat/._1.png", "text"],
      "x/cat/.ipynb_checkpoints/1.png",
      "x/dog/__MACOSX/3.png",
    );
    expect(await contents("x")).toEqual({ classes: { cat: [1], dog: [2] }, leftOut: "6 hidden" });
  });

  it("counts by kind what is not read, and lists it", async () => {
    await save("x/cat/1.png", ["x/cat/a.webp", "webp"], ["x/cat/b.webp", "webp"], ["x/cat/c.gif", "gif"]);
    await save(["x/cat/notes.txt", "text"], "x/9.png", ["x/labels.csv", "text"]);
    expect(await contents("x")).toEqual({ classes: { cat: [1] }, leftOut: "2 in no class, 2 WebP, 1 GIF, 1 other" });
    expect((await folder("x")).leftOut[2]).toEqual({ path: join(root, "x", "cat", "a.webp"), kind: "WebP" });
  });

  it("goes by the first bytes, not by the name", async () => {
    await save("x/cat/1", ["x/cat/2.webp", "jpeg"], ["x/cat/3.jpg", "webp"]);
    expect(await contents("x")).toEqual({ classes: { cat: [1, 2] }, leftOut: "1 WebP" });
    // What promises an image and is of no kind is damaged: `read` says so.
    await save(["x/cat/4.png", "text"]);
    expect((await contents("x")).classes).toEqual({ cat: [1, 2, 4] });
  });

  it("reads folders below a class's, whatever they are called", async () => {
    await save("x/cat/1.png", "x/cat/sub/2.png", "x/cat/z.png/deep/3.png", "x/dog/sub/4.png");
    expect(await contents("x")).toEqual({ classes: { cat: [1, 2, 3], dog: [4] }, leftOut: "" });
  });

  it("follows links to folders and to images", async () => {
    await save("source/dog/1.png", "elsewhere/2.png", "x/cat/3.png");
    await link("x/dog", "source/dog");
    await link("x/cat/4.png", "elsewhere/2.png");
    await link("x/cat/more", "elsewhere");
    expect(await contents("x")).toEqual({ classes: { cat: [3, 4, 2], dog: [1] }, leftOut: "" });
  });

  it("reads a folder once that several links of a class lead to", async () => {
    await save("leaf/1.png");
    // 2^20 ways lead to the image.
    for (let level = 20; level > 0; level--) {
      const target = level === 20 ? "leaf" : `levels/${level + 1}`;
      await link(`levels/${level}/a`, target);
      await link(`levels/${level}/b`, target);
    }
    await link("x/cat", "levels/1");
    expect(await contents("x")).toEqual({ classes: { cat: [1] }, leftOut: "20 linked twice" });
  });

  it.each(["x/cat/sub", "x/cat", "x", "."])("refuses a link back to %s", async (target) => {
    await save("x/cat/sub/1.png", "x/dog/2.png");
    await link("x/cat/sub/loop", target);
    await expect(folder("x")).rejects.toThrow(/loop: is a link to .*, which it lies in/);
  });

  it("refuses a circle of links through a folder elsewhere, and a class that is the folder itself", async () => {
    await save("x/cat/1.png", "elsewhere/2.png");
    await link("x/cat/away", "elsewhere");
    await link("elsewhere/back", "x/cat");
    await expect(folder("x")).rejects.toThrow(/back: is a link to .*, which it lies in/);
    await link("y/cat", "y");
    await expect(folder("y")).rejects.toThrow(/cat: is a link to .*y, which it lies in/);
  });

  it("does not wait for a pipe that is called an image", async () => {
    await save("x/cat/1.png");
    execFileSync("mkfifo", [join(root, "x/cat/2.png")]);
    expect(await contents("x")).toEqual({ classes: { cat: [1] }, leftOut: "1 other" });
  });

  it("says what is wrong", async () => {
    await expect(folder("none")).rejects.toThrow("none: cannot be read as a folder");
    await save("flat/1.png");
    await expect(folder("flat")).rejects.toThrow("flat: has no folders, expected one for each class");
    await save(["empty/a/1.txt", "text"]);
    await expect(folder("empty")).rejects.toThrow("a: has no PNG or JPEG file, only 1 other");
    await save(["web/a/1.jpg", "webp"]);
    await expect(folder("web")).rejects.toThrow("a: has no PNG or JPEG file, only 1 WebP: convert");
    await mkdir(join(root, "nothing", "a"), { recursive: true });
    await expect(folder("nothing")).rejects.toThrow(/a: has no PNG or JPEG file$/);
    await save("sizes/a/1.png", "sizes/a/3x2.png");
    await expect(folder("sizes")).rejects.toThrow("3x2.png: was read as [1,3,3], the images before it as [1,2,2]");
    await save("broken/a/1.png");
    await link("broken/a/2.png", "nowhere");
    await expect(folder("broken")).rejects.toThrow("2.png: cannot be read, or is a link that leads nowhere");
    await save("parts/train/a/1.png", "parts/test/a/1.png");
    await expect(folder("parts")).rejects.toThrow("parts: holds the parts");
  });
});

describe("imageParts", () => {
  const found = async (name: string) => {
    const { leftOut, ...parts } = (await imageParts(join(root, name)))!;
    return { ...parts, leftOut: summarizeLeftOut(leftOut) };
  };

  it.each([
    ["train", "test"],
    ["train", "val"],
    ["train", "valid"],
    ["train", "validation"],
    ["Train", "Test"],
    ["TRAIN", "VAL"],
    ["training", "testing"],
  ])("knows %s and %s", async (train, test) => {
    await save(`x/${train}/a/1.png`, `x/${test}/a/2.png`);
    expect(await found("x")).toEqual({ train: join(root, "x", train), test: join(root, "x", test), leftOut: "" });
  });

  it("holds out the part for testing where there are three, and says what else is there", async () => {
    await save("x/train/a/1.png", "x/valid/a/2.png", "x/test/a/3.png", "x/.git/a", "x/readme.md", "x/notes/b");
    expect(await found("x")).toEqual({
      train: join(root, "x", "train"),
      test: join(root, "x", "test"),
      validation: join(root, "x", "valid"),
      leftOut: "1 hidden, 2 other",
    });
  });

  it("leaves folders of classes alone, one that is called train among them", async () => {
    await save("x/train/1.png", "x/bus/2.png", "x/test");
    expect(await imageParts(join(root, "x"))).toBeUndefined();
    expect((await contents("x")).classes).toEqual({ bus: [2], train: [1] });
  });

  it("follows links, and refuses two names of one part", async () => {
    await save("elsewhere/a/1.png", "x/train/a/1.png");
    await link("x/val", "elsewhere");
    expect((await found("x")).test).toBe(join(root, "x", "val"));
    await save("x/valid/a/1.png");
    await expect(found("x")).rejects.toThrow("the folders val and valid are the same part: keep one");
  });
});
