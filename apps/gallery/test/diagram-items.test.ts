import { float32, Linear, relu, Sequential } from "@blockzoo/core";
import { diagram, layoutForScreen } from "@blockzoo/inspect";
import { families } from "@blockzoo/zoo";
import { describe, expect, it } from "vitest";
import { indexCode } from "../src/family/code/code-index.js";
import { placeOfBlock } from "../src/family/code/code-place.js";
import { sourcesOf } from "../src/family/code/sources.js";
import { inTreeOrder } from "../src/family/diagram/items.js";
import { blockFacts } from "../src/laboratory/networks/block-facts.js";
import { sampleTypes } from "../src/laboratory/networks/sample-types.js";

describe("what one can go to in a diagram", () => {
  const net = new Sequential({ first: new Sequential({ fc: new Linear(2, 3), relu }), last: new Linear(3, 2) });
  const draw = (open: Readonly<Record<string, boolean>>) =>
    inTreeOrder(layoutForScreen(diagram(net, { inputs: { x: float32("N", 2) }, open: new Map(Object.entries(open)) })));

  it("is an input, then frames, each before what is in it, by the order of the forward pass", () => {
    expect(draw({}).map(({ key, state, level }) => [key, state, level])).toEqual([
      ["x", "whole", 1],
      ["first", "open", 1],
      ["first.fc", "closed", 2],
      ["first relu", "whole", 2],
      ["last", "closed", 1],
      ["output", "whole", 1],
    ]);
  });

  it("keeps its name in another drawing, and knows its function and its input", () => {
    const [closed, opened] = [draw({ first: false }), draw({ last: true })];
    expect(closed.map(({ key }) => key)).toEqual(["x", "first", "last", "output"]);
    expect(opened.find(({ key }) => key === "last")).toMatchObject({ state: "open", paths: ["last"] });
    expect(opened.find(({ input }) => input !== undefined)).toMatchObject({ input: "x", paths: [] });
    expect(opened.find(({ called }) => called?.name === "relu")).toMatchObject({ called: { ordinal: 0 } });
  });
});

// Networks are traced, and no weight is made.
describe.each(Object.entries(families))("every block of %s", { timeout: 60_000 }, (name, load) => {
  it("has a line of the family's own code, and is counted with what is in it", async () => {
    const family = await load();
    const classes = indexCode(await sourcesOf(name));
    const [variant] = Object.values(family.variants);
    const [graph = ""] = Object.keys(variant!.graphs);
    const blocks = blockFacts(variant!.create(), { method: graph, inputs: sampleTypes(variant!, graph) });
    const types = new Map(blocks.map(({ path, type }) => [path, type]));
    const lost = blocks.filter(({ path }) => placeOfBlock({ classes, types }, path) === undefined);
    expect(lost.map(({ path, type }) => `${path}: ${type}`)).toEqual([]);
    expect(blocks[0]).toMatchObject({ path: "", parameters: variant!.params });
  });
});
