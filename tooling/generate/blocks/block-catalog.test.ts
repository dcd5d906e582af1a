import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { catalogEntries, catalogText, filesWithoutTheme, missingElements, target } from "./block-catalog.js";
import { documentedExports } from "./doc-comments.js";

describe("the catalogue of blocks", () => {
  it("is what the doc comments say now; else run `pnpm generate:blocks`", () => {
    expect(readFileSync(target, "utf8")).toBe(catalogText());
  });

  it("has a theme for every file of core's layers and functions", () => {
    expect(filesWithoutTheme()).toEqual([]);
  });

  it.each(catalogEntries().map((entry) => [entry.name, entry] as const))(
    "%s says what it is, with formula, shapes, source, use and example",
    (_, entry) => {
      expect(missingElements(entry)).toEqual([]);
    },
  );
});

describe("a doc comment", () => {
  const parsed = (comment: string) => documentedExports("x.ts", `${comment}\nexport class Box {}`)[0]!;

  it("that lacks an element is told which", () => {
    expect(missingElements(parsed("/** Shuts things in. */"))).toEqual([
      "a formula",
      "shapes",
      "a reference with its year",
      'a line "Useful for:"',
      "an @example",
    ]);
    expect(missingElements(parsed(""))).toContain("what it is, in a sentence");
  });

  it("is read by paragraphs and tags", () => {
    const comment =
      "/**\n * One\n * line, see {@link Lid}.\n *\n * Useful for: nothing.\n *\n * @param a b\n *   c\n *\n * Later.\n * @example\n * new Box()\n */";
    expect(parsed(comment)).toEqual({
      name: "Box",
      kind: "class",
      paragraphs: ["One line, see `Lid`.", "Useful for: nothing.", "Later."],
      example: "new Box()",
    });
  });

  it("belongs to the export right below it; abstract classes and what is not exported are none", () => {
    const source = "/** A. */\nexport abstract class A {}\n/** B. */\nfunction b() {}\n\nexport function c() {}";
    expect(documentedExports("x.ts", source).map(({ name, paragraphs }) => [name, paragraphs])).toEqual([["c", []]]);
  });
});
