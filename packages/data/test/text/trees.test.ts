import { join } from "node:path";
import { writeFile, mkdir } from "node:fs/promises";
import { sentimentLabels, sentimentTreebank } from "@blockzoo/data/node";
import { everything } from "@blockzoo/data";
import { buildVocabulary, parseTrees, rootLabel, textDataset, type LabelledTree } from "@blockzoo/data/text";
import { describe, expect, it } from "vitest";
import { realData } from "../real-data.js";
import { temporaryFolder } from "../temporary-folder.js";

/** A tree as its line, to compare with what was read. */
function written({ tokens, nodes }: LabelledTree, index = nodes.length - 1): string {
  const { label, start, children } = nodes[index]!;
  const inside =
    children.length === 0 ? tokens[start]! : children.map((child) => written({ tokens, nodes }, child)).join(" ");
  return `(${label} ${inside})`;
}

describe("parseTrees", () => {
  it("reads sentences and the labels of all their phrases", () => {
    const [tree] = parseTrees("(3 (2 It) (4 (2 really) (4 works)))\n");
    expect(tree).toEqual({
      tokens: ["It", "really", "works"],
      nodes: [
        { label: "2", start: 0, end: 1, children: [] },
        { label: "2", start: 1, end: 2, children: [] },
        { label: "4", start: 2, end: 3, children: [] },
        { label: "4", start: 1, end: 3, children: [1, 2] },
        { label: "3", start: 0, end: 3, children: [0, 3] },
      ],
    });
    expect(rootLabel(tree!)).toBe("3");
  });

  it("reads other labels, more than two phrases, spaces, and one leaf", () => {
    const [a, b] = parseTrees("( S  (NP-SBJ he)(VP ran) (. .) )\r\n(4 8\u00a01\\/2)");
    expect(written(a!)).toBe("(S (NP-SBJ he) (VP ran) (. .))");
    expect(b!.tokens).toEqual(["8\u00a01\\/2"]);
  });

  it("reads a tree that is deeper than functions call themselves", () => {
    const depth = 100_000;
    const [tree] = parseTrees(`${"(1 ".repeat(depth)}deep${")".repeat(depth)}`);
    expect(tree!.nodes).toHaveLength(depth);
  });

  it.each<[string, string, string]>([
    ["an open bracket", "(3 (2 It) (4 works)", "line 1: 1 brackets are not closed at its end"],
    [
      "a bracket too many",
      "(2 a)\n(3 (2 It)))",
      'line 2, column 11: expected the end of the line behind its tree, found ")"',
    ],
    ["two trees in a line", "(2 a) (2 b)", 'line 1, column 7: expected the end of the line behind its tree, found "("'],
    ["no bracket", "It works", 'line 1, column 1: expected the opening bracket of a tree, found "It"'],
    ["a closing bracket first", ")(", 'line 1, column 1: expected the opening bracket of a tree, found ")"'],
    ["no label", "(3 (2 It) ((2 works)))", 'line 1, column 12: expected the label of a phrase, found "("'],
    ["a label alone", "(3 (2 It) (4))", 'line 1, column 13: expected a token or a phrase, found ")"'],
    [
      "two tokens in a phrase",
      "(3 It works)",
      'line 1, column 7: expected the end of a phrase of one token, found "works"',
    ],
    ["a phrase behind a token", "(3 It (2 works))", "line 1, column 7: expected the end of a phrase of one token"],
    ["a token behind a phrase", "(3 (2 It) works)", "line 1, column 11: expected a phrase, in brackets, beside others"],
    ["an empty line", "(2 a)\n\n(2 b)", "line 2: is empty"],
    ["nothing", "", "is empty"],
  ])("refuses %s", (_, text, message) => {
    expect(() => parseTrees(text, { name: "x.txt" })).toThrowError(expect.objectContaining({ name: "BlockzooError" }));
    expect(() => parseTrees(text, { name: "x.txt" })).toThrow(message);
  });
});

describe("textDataset", () => {
  it("makes sequences and classes of texts", () => {
    const vocabulary = buildVocabulary(["a joy to see"], { special: { padding: "_" } });
    const texts = ["a joy", ["to", "see", "a", "joy"]];
    const dataset = textDataset({ name: "reviews", texts, classes: ["good", "bad"], vocabulary });
    expect(dataset.labels).toEqual(["bad", "good"]);
    const { x, xLengths, y } = everything(dataset);
    expect([...x!.data].map((id) => vocabulary.tokens[id])).toEqual(["a", "joy", "_", "_", "to", "see", "a", "joy"]);
    expect([...xLengths!.data]).toEqual([2, 4]);
    expect([...y!.data]).toEqual([1, 0]);
    expect(() => textDataset({ name: "reviews", texts: ["a"], classes: ["?"], labels: ["good"], vocabulary })).toThrow(
      'reviews: sample 0 is of the class "?", expected one of good',
    );
    expect(() => textDataset({ name: "reviews", texts: ["a", " "], classes: ["0", "1"], vocabulary })).toThrow(
      "reviews: x of sample 1 is empty",
    );
    expect(() => textDataset({ name: "reviews", texts: ["a", "joy"], classes: ["0"], vocabulary })).toThrow(
      "share their first axis",
    );
  });
});

describe("sentimentTreebank", () => {
  it("names the file and the line", async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, "stanford-sentiment-treebank"));
    await writeFile(join(folder, "stanford-sentiment-treebank", "dev.txt"), "(2 a)\n(2 b\n");
    await expect(sentimentTreebank({ split: "dev", folder })).rejects.toThrow("dev.txt: line 2: 1 brackets");
    await expect(sentimentTreebank({ split: "test", folder })).rejects.toThrow("trainDevTestTrees_PTB.zip");
  });

  const folder = realData("stanford-sentiment-treebank");
  it.skipIf(folder === undefined)("reads the official sentences", async () => {
    const counts = { train: [1092, 2218, 1624, 2322, 1288], dev: 1101, test: 2210 } as const;
    const train = await sentimentTreebank({ split: "train", folder: folder! });
    const roots = sentimentLabels.map((_, label) => train.filter((tree) => rootLabel(tree) === String(label)).length);
    expect(roots).toEqual(counts.train);
    const dev = await sentimentTreebank({ split: "dev", folder: folder! });
    expect(dev).toHaveLength(counts.dev);
    expect(written(dev[0]!)).toMatch(/^\(3 \(2 It\) \(4 \(4 \(2 's\) \(4 \(3 \(2 a\)/);
    expect(await sentimentTreebank({ split: "test", folder: folder! })).toHaveLength(counts.test);
  });
});
