import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readLabelledTexts } from "@blockzoo/data/node";
import { parseLabelledTexts } from "@blockzoo/data/text";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../temporary-folder.js";

const praise = { text: "a joy, all of it", label: "good" };
const blame = { text: "a bore", label: "bad" };
const short = { text: "too long", label: "bad" };
const fun = { text: "fun", label: "good" };

describe("parseLabelledTexts", () => {
  it("reads a table with names, in which commas stand in quotes", () => {
    const { texts, notes } = parseLabelledTexts(
      'label,text\ngood,"a joy, all of it"\nbad,a bore\nbad,too long\ngood,fun\n',
    );
    expect(texts).toEqual([praise, blame, short, fun]);
    expect(notes).toEqual(["texts from column 2, classes from column 1", "label in the first row is a name"]);
  });

  it("reads texts between tabs as they are, without names, and passes over ids", () => {
    const lines = ['7\ta joy, "all" of it\tgood', "8\ta bore\tbad", "9\ttoo long\tbad", "10\tfun\tgood"];
    const { texts, notes } = parseLabelledTexts(`${lines.join("\r\n")}\r\n`, { tabs: true });
    expect(texts[0]).toEqual({ text: 'a joy, "all" of it', label: "good" });
    expect(texts.map(({ label }) => label)).toEqual(["good", "bad", "bad", "good"]);
    expect(notes).toEqual(["texts from column 2, classes from column 3", "no header"]);
  });

  it("passes over what is the same in all rows", () => {
    const rows = [
      "part\ttext\tclass",
      "train\ta joy\tgood",
      "train\ta bore\tbad",
      "train\tfun\tgood",
      "train\ttoo long\tbad",
    ];
    const { texts, notes } = parseLabelledTexts(rows.join("\n"), { tabs: true });
    expect(texts.map(({ label }) => label)).toEqual(["good", "bad", "good", "bad"]);
    expect(notes[0]).toBe("texts from column 2, classes from column 3");
  });

  it("says what is no text with a class", () => {
    const tabs = (source: string) => () => parseLabelledTexts(source, { name: "reviews.tsv", tabs: true });
    expect(tabs("a joy\na bore\n")).toThrow("reviews.tsv: has one column, expected a text and its class in each row");
    expect(tabs("good\ta joy\nbad\n")).toThrow("reviews.tsv: row 2 has 1 cells between tabs, row 1 has 2");
    expect(tabs("good\ta joy\nbad\ta bore\ngood\t\nbad\tno\n")).toThrow("reviews.tsv: row 3, column 2: is empty");
    expect(tabs("good\ta joy\n\ta bore\ngood\tfun\nbad\tno\n")).toThrow("reviews.tsv: row 2, column 1: is empty");
    expect(tabs("good\ta joy\ngood\ta bore\n")).toThrow("column 1 has 1 different classes in 2 rows");
    expect(tabs("")).toThrow("reviews.tsv: is empty");
  });
});

describe("readLabelledTexts", () => {
  async function folderOf(files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
    const folder = await temporaryFolder();
    for (const [path, content] of Object.entries(files)) {
      await mkdir(join(folder, path, ".."), { recursive: true });
      await writeFile(join(folder, path), content);
    }
    return folder;
  }

  it("reads a folder of texts for each class, and says what it left out", async () => {
    const folder = await folderOf({
      "bad/1.txt": "a bore\n",
      "bad/2.TXT": "too long",
      "good/1.txt": "\ufeffa joy, all of it",
      "good/cover.png": "",
      "readme.md": "",
    });
    expect(await readLabelledTexts(folder)).toEqual({
      texts: [blame, short, praise],
      notes: ["left out 2 other: .txt files are read"],
    });
  });

  it("sets apart what is in a folder for testing", async () => {
    const folder = await folderOf({
      "train/bad/1.txt": "a bore",
      "train/good/1.txt": "fun",
      "test/bad/1.txt": "too long",
      "test/good/1.txt": "a joy, all of it",
    });
    const { texts, heldOut, notes } = await readLabelledTexts(folder);
    expect(texts).toEqual([blame, fun]);
    expect(heldOut).toEqual([short, praise]);
    expect(notes).toEqual([`${join(folder, "test")} is held out`]);
  });

  it("names the file that is none", async () => {
    const empty = await folderOf({ "bad/1.txt": " \n", "good/1.txt": "fun" });
    await expect(readLabelledTexts(empty)).rejects.toThrow(`${join(empty, "bad", "1.txt")}: is empty, expected a text`);
    const latin = await folderOf({ "bad/1.txt": new Uint8Array([0x61, 0xe9]), "good/1.txt": "fun" });
    await expect(readLabelledTexts(latin)).rejects.toThrow("1.txt: is no UTF-8 text at byte 1");
    const one = await folderOf({ "good/1.txt": "fun" });
    await expect(readLabelledTexts(one)).rejects.toThrow("has 1 folders, expected two or more, one for each class");
    await expect(readLabelledTexts(join(one, "none.csv"))).rejects.toThrow("none.csv: cannot be read");
  });
});
