import { families as zoo } from "@blockzoo/zoo";
import { describe, expect, it } from "vitest";
import { chosen, sizes, years, type Choice } from "../src/hall/choice.js";
import { planned } from "../src/hall/planned.js";
import { relatives, shortNumber, withGuests } from "../src/hall/relatives.js";
import { rowsByYear } from "../src/hall/rows.js";
import { silhouettes } from "../src/hall/silhouettes.js";
import { cardHeight, cardWidth, layoutTree } from "../src/hall/tree-layout.js";

const byName = new Map(relatives.map((each) => [each.name, each]));

describe("the family tree", () => {
  it("has every family once, and families that are not built came from ones that are not younger", () => {
    expect(byName.size).toBe(relatives.length);
    for (const [name, { paper, lineage }] of Object.entries(planned)) {
      const wrong = lineage.ancestors.filter(({ family }) => !((byName.get(family)?.year ?? Infinity) <= paper.year));
      expect({ name, wrong }).toEqual({ name, wrong: [] });
    }
  });

  it("has a silhouette of every family that is built", () => {
    expect(Object.keys(silhouettes).toSorted()).toEqual(
      relatives
        .filter(({ isBuilt }) => isBuilt)
        .map(({ name }) => name)
        .toSorted(),
    );
  });

  it.each([3, 4, 5])("goes down the years, and from each ancestor, with %d side by side", (most) => {
    const rows = rowsByYear(relatives, most);
    expect(Math.max(...rows.map((row) => row.length))).toBe(most);
    const inOrder = rows.flat();
    expect(inOrder.map(({ year }) => year)).toEqual(relatives.map(({ year }) => year));
    const rowOf = (name: string) => rows.findIndex((row) => row.some((each) => each.name === name));
    for (const { name, ancestors } of inOrder) {
      for (const { family } of ancestors) expect(rowOf(family)).toBeLessThan(rowOf(name));
    }
  });

  it.each([
    [5, 1140],
    [4, 940],
    [3, 710],
  ])("lays %d cards side by side within %d pixels, none on another, each joined with its ancestors", (most, width) => {
    const { cards, branches, height } = layoutTree(relatives, { width, most })!;
    for (const [at, card] of cards.entries()) {
      expect(card.left).toBeGreaterThanOrEqual(0);
      expect(card.left + cardWidth).toBeLessThanOrEqual(width);
      expect(card.top + cardHeight(card.relative)).toBeLessThanOrEqual(height);
      for (const other of cards.slice(at + 1)) {
        const isBeside = Math.abs(card.left - other.left) > cardWidth;
        const isApart = card.top >= other.top + cardHeight(other.relative);
        const isBelow = other.top >= card.top + cardHeight(card.relative);
        expect(isBeside || isApart || isBelow, `${card.relative.name} and ${other.relative.name}`).toBe(true);
      }
    }
    for (const { name, ancestors } of relatives) {
      const joined = new Set(branches.filter(({ to }) => to.includes(name)).map(({ from }) => from));
      expect([...joined].toSorted()).toEqual(ancestors.map(({ family }) => family).toSorted());
    }
  });

  it("is none where there is no room for it", () => {
    expect(layoutTree(relatives, { width: 400, most: 3 })).toBeUndefined();
  });

  it("of what was chosen has the branches between these alone, and may be empty", () => {
    const some = relatives.filter(({ name }) => ["alexnet", "vgg", "fcn", "rnn"].includes(name));
    const { branches } = layoutTree(some, { width: 900, most: 3 })!;
    expect(branches.map(({ from, to }) => `${from} ${to.join(" ")}`).toSorted()).toEqual(["alexnet vgg", "vgg fcn"]);
    expect(layoutTree([], { width: 900, most: 3 })).toMatchObject({ cards: [], branches: [], rows: [] });
  });
});

describe("a choice", () => {
  const everything: Choice = { search: "", task: "", size: "", years: "", planned: "" };
  const names = (choice: Partial<Choice>) => chosen(relatives, { ...everything, ...choice }).map(({ name }) => name);

  it("of nothing is all", () => {
    expect(chosen(relatives, everything)).toEqual(relatives);
  });

  it("searches titles, ideas and papers, for all words", () => {
    expect(names({ search: "residual learning" })).toEqual(["resnet"]);
    expect(names({ search: "HINTON  autoencoder", planned: "no" })).toEqual(["autoencoder"]);
    expect(names({ search: "nothing like it" })).toEqual([]);
  });

  it("is by task, size and years, all at once", () => {
    expect(names({ task: "painting" })).toEqual(["style-transfer"]);
    expect(names({ size: "below 100 thousand" })).toContain("lenet");
    expect(names({ size: "below 100 thousand" })).not.toContain("memory");
    expect(names({ years: "before 2000", planned: "no" })).toEqual(["mlp", "rnn", "lenet"]);
    expect(names({ task: "image classification", years: "2014", size: "10 million and more" })).toEqual([
      "inception",
      "vgg",
    ]);
    expect(names({ years: "the future" })).toEqual([]);
  });

  it("by years or by sizes leaves none out", () => {
    expect(Object.keys(years).flatMap((each) => names({ years: each }))).toHaveLength(relatives.length);
    const built = names({ planned: "no" });
    expect(new Set(Object.keys(sizes).flatMap((each) => names({ size: each })))).toEqual(new Set(built));
  });
});

it("numbers are short", () => {
  expect([6, 999, 1000, 61_706, 1_727_962, 138_357_544].map(shortNumber)).toEqual([
    "6",
    "999",
    "1 k",
    "62 k",
    "1.7 M",
    "138 M",
  ]);
});

describe("a family of another package", () => {
  it("stands among those of the zoo, with what it says of itself", async () => {
    const guest = { ...(await zoo["lenet"]!()), name: "my-net", title: "My net" };
    const all = withGuests(relatives, [guest]);
    const lenet = byName.get("lenet")!;
    expect(all.find(({ name }) => name === "my-net")).toEqual({ ...lenet, name: "my-net", title: "My net" });
    expect(all.map(({ year }) => year)).toEqual(all.map(({ year }) => year).toSorted((a, b) => a - b));
    expect(all.length).toBe(relatives.length + 1);
  });
});
