import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { tatoeba, readTextPairs } from "@blockzoo/data/node";
import { everything } from "@blockzoo/data";
import { buildVocabulary, decodeText, parseTextPairs, textPairDataset } from "@blockzoo/data/text";
import { describe, expect, it } from "vitest";
import { realData } from "../real-data.js";
import { temporaryFolder } from "../temporary-folder.js";

const pairs = [
  { source: "Go.", target: "Ve." },
  { source: "Come in!", target: "¡Entra!" },
];

/** By Python's `zipfile`, compressed: `spa-eng/_about.txt` and `spa-eng/spa.txt`, which has four lines. */
const archive = Buffer.from(
  "UEsDBBQAAAAIAAAAIQDPAJB/BgAAAAQAAAASAAAAc3BhLWVuZy9fYWJvdXQudHh0y8vPSwUAUEsDBBQAAAAIAAAAIQAtruTFJgAA" +
    "AC4AAAAPAAAAc3BhLWVuZy9zcGEudHh0c8/X4wxL1eNyB9MlMFZiZaIel3N+bqpCZp4i56GFrnklRYmKXABQSwECFAMUAAAACAAA" +
    "ACEAzwCQfwYAAAAEAAAAEgAAAAAAAAAAAAAAgAEAAAAAc3BhLWVuZy9fYWJvdXQudHh0UEsBAhQDFAAAAAgAAAAhAC2u5MUmAAAA" +
    "LgAAAA8AAAAAAAAAAAAAAIABNgAAAHNwYS1lbmcvc3BhLnR4dFBLBQYAAAAAAgACAH0AAACJAAAAAAA=",
  "base64",
);

describe("parseTextPairs", () => {
  it.each<[string, string]>([
    ["of two columns", "Go.\tVe.\nCome in!\t¡Entra!\n"],
    ["with other line ends", "Go.\tVe.\r\nCome in!\t¡Entra!\r\n\r\n"],
    ["without a last line end", "Go.\tVe.\rCome in!\t¡Entra!"],
    ["with attributions, as Anki's", "Go.\tVe.\tCC-BY 2.0\nCome in!\t¡Entra!\tCC-BY 2.0\n"],
    ["with ids, as Tatoeba's", "1277\tGo.\t2481\tVe.\n1278\tCome in!\t2482\t¡Entra!\n"],
    ["with one id", "1277\tGo.\tVe.\n1278\tCome in!\t¡Entra!\n"],
    ["with spaces around", " Go. \tVe. \nCome in!\t ¡Entra!"],
  ])("reads pairs %s", (_, text) => {
    expect(parseTextPairs(text)).toEqual(pairs);
  });

  it("reads the columns that are asked for", () => {
    const columns = [2, 1] as const;
    expect(parseTextPairs("Ve.\tGo.\n", { columns })).toEqual([{ source: "Go.", target: "Ve." }]);
    expect(() => parseTextPairs("Ve.\tGo.\n", { columns: [1, 3] })).toThrow(
      "there is no column 3, the lines have 1 to 2",
    );
  });

  it("takes numbers for texts where there is nothing else", () => {
    expect(parseTextPairs("3\tthree\n4\tfour\n")[0]).toEqual({ source: "3", target: "three" });
    expect(() => parseTextPairs("1\t2\tthree")).toThrow("of which fewer than two are texts: say which with columns");
  });

  it.each<[string, string, string]>([
    [
      "a pair without a tab",
      "Go.\tVe.\nCome in!\n",
      'x.txt: line 2: has no tab, expected a text, a tab and what it becomes, found "Come in!"',
    ],
    ["an empty line", "Go.\tVe.\n\nCome in!\t¡Entra!", "x.txt: line 2: is empty: leave it out"],
    ["another number of columns", "Go.\tVe.\nGo.\tVe.\tVe.", "x.txt: line 2: has 3 columns, the first line has 2"],
    ["an empty target", "Go.\t \nHi.\tHola.", "x.txt: line 1: column 2 is empty, expected a text"],
    ["nothing", "\n\n", "x.txt: is empty, expected lines of text"],
  ])("refuses %s", (_, text, message) => {
    expect(() => parseTextPairs(text, { name: "x.txt" })).toThrowError(
      expect.objectContaining({ name: "BlockzooError" }),
    );
    expect(() => parseTextPairs(text, { name: "x.txt" })).toThrow(message);
  });

  it("reads a file, and says where it is no UTF-8", async () => {
    const folder = await temporaryFolder();
    const path = join(folder, "pairs.txt");
    await writeFile(path, "\ufeffGo.\tVe.\nCome in!\t¡Entra!\n");
    expect(await readTextPairs(path)).toEqual(pairs);
    await writeFile(path, Buffer.from("Go.\t¡Ve!\n", "latin1"));
    await expect(readTextPairs(path)).rejects.toThrow("UTF-8 text at byte 4");
    await expect(readTextPairs(path, { maxBytes: 5 })).rejects.toThrow("more than the limit of 5");
  });
});

describe("textPairDataset", () => {
  const special = { padding: "<padding>", begin: "<begin>", end: "<end>" };
  const source = buildVocabulary(pairs.map((pair) => pair.source));
  const target = buildVocabulary(
    pairs.map((pair) => pair.target),
    { special },
  );

  it("has both sides with their ends and their padding", () => {
    const batch = everything(textPairDataset({ name: "pairs", pairs, source, target }));
    expect(batch.source!.shape).toEqual([2, 3]);
    expect([...batch.sourceLengths!.data]).toEqual([2, 3]);
    expect(batch.target!.shape).toEqual([2, 5]);
    expect([...batch.targetLengths!.data]).toEqual([4, 5]);
    const row = (index: number) => batch.target!.data.subarray(index * 5, index * 5 + 5);
    expect([...row(0)].map((id) => target.tokens[id])).toEqual(["<begin>", "Ve", ".", "<end>", "<padding>"]);
    expect(decodeText(target, row(1))).toBe("¡Entra!");
  });

  it("names the pair whose token is unknown", () => {
    const more = [...pairs, { source: "Stop.", target: "Ve." }];
    expect(() => textPairDataset({ name: "pairs", pairs: more, source, target })).toThrow(
      'pairs: source 2: token 0, "Stop", is not among the 5',
    );
  });
});

describe("tatoeba", () => {
  it("reads the pairs in an archive", async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, "tatoeba"));
    await writeFile(join(folder, "tatoeba", "spa-eng.zip"), archive);
    const read = await tatoeba({ language: "spa", folder });
    expect(read.map(({ source, target }) => `${source} ${target}`)).toEqual([
      "Go. Ve.",
      "Go. Vete.",
      "Go. Vaya.",
      "Come in! ¡Entra!",
    ]);
    await writeFile(join(folder, "tatoeba", "fra-eng.zip"), archive);
    await expect(tatoeba({ language: "fra", folder })).rejects.toThrow(
      "fra-eng.zip: has no fra.txt, only spa-eng/_about.txt, spa-eng/spa.txt",
    );
    await writeFile(join(folder, "tatoeba", "spa-eng.zip"), archive.subarray(0, -30));
    await expect(tatoeba({ language: "spa", folder })).rejects.toThrow("it is truncated");
  });

  it("says what is missing", async () => {
    const folder = await temporaryFolder();
    await expect(tatoeba({ language: "spa", folder })).rejects.toThrow(
      "spa-eng.zip: cannot be read: download https://www.manythings.org/anki/spa-eng.zip and save it there",
    );
  });

  const folder = realData("tatoeba/spa-eng.zip");
  it.skipIf(folder === undefined)("reads the archive of Spanish", async () => {
    const read = await tatoeba({ language: "spa", folder: folder! });
    expect(read).toHaveLength(118_964);
    expect(read[3]).toEqual({ source: "Go.", target: "Váyase." });
    expect(read.every((pair) => pair.source !== "" && pair.target !== "")).toBe(true);
  });
});
