import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { codeOf, readCatalog, summaryOf } from "../src/blocks/catalog-page.js";
import { parseFormula } from "../src/blocks/formula/parse-formula.js";
import { widgets } from "../src/blocks/widgets/widgets.js";

const root = new URL("../../../", import.meta.url);
const blocks = readCatalog(readFileSync(new URL("docs/blocks.md", root), "utf8"));
const named = blocks.map((block) => [block.name, block] as const);

describe("the block catalogue of the page", () => {
  it("has the blocks of docs/blocks.md, with their paragraphs by label", () => {
    expect(blocks.length).toBeGreaterThan(100);
    const conv = blocks.find(({ name }) => name === "Conv2d")!;
    expect(conv).toMatchObject({ theme: "Convolution", file: "packages/core/src/layers/convolution.ts" });
    expect(conv.example).toMatch(/^new Conv2d\(/);
    expect(conv.paragraphs.map(({ label }) => label)).toEqual([
      undefined,
      "Formula",
      "Shapes",
      "Reference",
      "Useful for",
    ]);
  });

  it.each(named)("%s has a summary, formulas that can be set, and code", (name, block) => {
    expect(summaryOf(block)).toMatch(/[.:]$/);
    const formulas = block.paragraphs.flatMap(({ label, text }) =>
      label === "Formula" ? [...text.matchAll(/`([^`]+)`/g)].map(([, formula]) => formula!) : [],
    );
    for (const formula of formulas) expect(() => parseFormula(formula)).not.toThrow();
    const code = codeOf(name, readFileSync(new URL(block.file, root), "utf8"));
    expect(code).toMatch(new RegExp(`^export (class|function) ${name}\\b`));
  });

  it("has widgets for blocks that exist", () => {
    const names = blocks.map(({ name }) => name);
    for (const name of Object.keys(widgets)) expect(names).toContain(name);
  });

  it("says in a sentence what a block is", () => {
    expect(summaryOf({ paragraphs: [{ text: "One, e.g. two. Three." }] })).toBe("One, e.g. two.");
  });
});
