import { Block, float32, int32, Linear, LSTM, relu, Sequential, type Tensor } from "@blockzoo/core";
import { describe, expect, it } from "vitest";
import { crossings, inversions, strays } from "../src/diagram/disorder.js";
import { edgeLabel } from "../src/diagram/model.js";
import { stagesOf } from "../src/diagram/stages.js";
import { diagram, diagramsOf, diagramSvg, layoutForScreen, layoutsForScreen, type Diagram } from "../src/index.js";
import { GoogLeNet } from "./deep-nets.js";
import { LeNet, ResNet, Tagger, Vgg16 } from "./nets.js";

const images = { x: float32("N", 3, 32, 32) };

function found({ nodes }: Diagram, label: string) {
  return nodes.filter((node) => node.label === label);
}

function resnet(open: Readonly<Record<string, boolean>>): Diagram {
  return diagram(new ResNet(), { inputs: images, open: new Map(Object.entries(open)) });
}

describe("a diagram whose blocks are opened by hand", () => {
  it("says of each node which blocks it is, and whether there is more to see", () => {
    const { nodes } = resnet({});
    const said = nodes.map(({ label, paths, canOpen }) => [label, paths.join(" "), canOpen]);
    expect(said).toContainEqual(["layer1.0 … 2", "layer1.0 layer1.1 layer1.2", true]);
    expect(said).toContainEqual(["conv1", "conv1", false]);
    expect(said).toContainEqual(["fc", "fc", true]);
    expect(said).toContainEqual(["x", "", false]);
    expect(found(resnet({}), "add")).toMatchObject([{ paths: [""], canOpen: false }]);
  });

  it("shows what is in a block where it stands, its shortcut too", () => {
    const drawn = resnet({ "layer2.0": true });
    const frame = drawn.clusters.find(({ paths }) => paths[0] === "layer2.0")!;
    expect(frame).toMatchObject({ label: "layer2.0", paths: ["layer2.0"], repeat: 1 });
    const inside = drawn.nodes.filter(({ cluster }) => cluster === frame.id).map(({ label }) => label);
    expect(inside).toEqual(expect.arrayContaining(["layer2.0.conv1", "layer2.0.bn2", "add"]));
    expect(found(drawn, "layer2.1 … 2")).toMatchObject([{ repeat: 2 }]);
    // Functions in it are its own.
    expect(drawn.nodes.filter(({ cluster, label }) => cluster === frame.id && label === "add")).toMatchObject([
      { paths: ["layer2.0"] },
    ]);
  });

  it("opens all that a node stands for together, and folds them again", () => {
    const drawn = resnet({ "layer1.0": true, "layer1.1": true, "layer1.2": true });
    const frame = drawn.clusters.find(({ paths }) => paths.includes("layer1.0"))!;
    expect(frame).toMatchObject({ repeat: 3, paths: ["layer1.0", "layer1.1", "layer1.2"] });
    expect(found(drawn, "layer1.0.conv1")).toMatchObject([
      { paths: ["layer1.0.conv1", "layer1.1.conv1", "layer1.2.conv1"] },
    ]);
  });

  it("closes a container that the rule opens, and nothing else by what it opens", () => {
    expect(found(resnet({ layer2: false }), "layer2")).toMatchObject([{ isBlock: true, canOpen: true }]);
    const vgg = { inputs: { x: float32("N", 3, 224, 224) } };
    const before = diagram(new Vgg16(), vgg);
    const opened = diagram(new Vgg16(), { ...vgg, open: new Map([["classifier.0", true]]) });
    expect(opened.nodes.length).toBe(before.nodes.length + 1);
  });

  it("tells of functions in turns which blocks they stand for", () => {
    const net = new Sequential(new Linear(4, 4), relu, new Linear(4, 4), relu, new Linear(4, 4), relu);
    const drawn = diagram(net, { inputs: { x: float32("N", 4) } });
    expect(drawn.nodes.find(({ isBlock }) => isBlock)).toMatchObject({ paths: ["0", "2", "4"] });
    expect(drawn.clusters).toMatchObject([{ repeat: 3, paths: [] }]);
  });

  it("shows the step of a recurrent layer", () => {
    const inputs = { x: float32(20, "N", 8) };
    expect(found(diagram(new Tagger(), { inputs }), "lstm")).toMatchObject([{ canOpen: true }]);
    const drawn = diagram(new Tagger(), { inputs, open: new Map([["lstm", true]]) });
    expect(drawn.clusters.map(({ label }) => label)).toContain("scan over 20 steps");
    expect(found(drawn, "forget gate")).toMatchObject([{ paths: ["lstm"] }]);
    expect(found(drawn, "head")).toHaveLength(1);
  });

  it("draws no line to what serves nothing, as what a step gives and nobody reads", () => {
    class Reader extends Block {
      readonly lstm = new LSTM(8, 12);
      forward(x: Tensor, lengths: Tensor): Tensor {
        return this.lstm.forward(x, { lengths }).last;
      }
    }
    const inputs = { x: float32(20, "N", 8), lengths: int32("N") };
    const { nodes, edges } = diagram(new Reader(), { inputs, open: new Map([["lstm", true]]) });
    const ids = new Set(nodes.map(({ id }) => id));
    expect(edges.filter(({ from, to }) => !ids.has(from) || !ids.has(to))).toEqual([]);
  });

  it("keeps the frame of a block with one thing in it, so that it can be folded", () => {
    const net = new Sequential({ outer: new Sequential({ inner: new Linear(4, 4) }), relu });
    const inputs = { x: float32("N", 4) };
    expect(diagram(net, { inputs }).clusters).toEqual([]);
    expect(diagram(net, { inputs, open: new Map([["outer", true]]) }).clusters).toMatchObject([{ paths: ["outer"] }]);
  });
});

describe("a layout for the screen", () => {
  it("has every box inside, in layers from top to bottom, none on another", () => {
    for (const drawn of [
      resnet({ "layer2.0": true }),
      diagram(new LeNet(), { inputs: { x: float32("N", 1, 32, 32) } }),
    ]) {
      const { nodes, edges, width, height } = layoutForScreen(drawn);
      expect(nodes.map(({ node }) => node.id)).toEqual(drawn.nodes.map(({ id }) => id));
      for (const { box } of nodes) {
        expect(box.x - box.width / 2).toBeGreaterThanOrEqual(0);
        expect(box.x + box.width / 2).toBeLessThanOrEqual(width);
        expect(box.y + box.height / 2).toBeLessThanOrEqual(height);
      }
      const at = new Map(nodes.map(({ node, box }) => [node.id, box]));
      for (const { edge } of edges) expect(at.get(edge.from)!.y).toBeLessThan(at.get(edge.to)!.y);
      const overlap = nodes.filter(({ box }, index) =>
        nodes
          .slice(index + 1)
          .some(
            ({ box: other }) =>
              Math.abs(box.x - other.x) < (box.width + other.width) / 2 &&
              Math.abs(box.y - other.y) < (box.height + other.height) / 2,
          ),
      );
      expect(overlap).toEqual([]);
    }
  });

  it("shows the branches of an opened module from left to right as it joins them, each in its frame", () => {
    const open = new Map(["inception3a", "inception4c"].map((path) => [path, true] as const));
    const drawn = layoutForScreen(diagram(new GoogLeNet(), { inputs: { x: float32("N", 3, 224, 224) }, open }));
    expect(drawn.clusters.length).toBeGreaterThanOrEqual(open.size);
    expect({ inversions: inversions(drawn), strays: strays(drawn), crossings: crossings(drawn) }).toEqual({
      inversions: 0,
      strays: 0,
      crossings: 0,
    });
  });

  it("is made of stages, each with the shapes that the whole has at its lines", () => {
    const open = new Map(["inception3a", "inception3b", "inception4c"].map((path) => [path, true] as const));
    const drawn = diagram(new GoogLeNet(), { inputs: { x: float32("N", 3, 224, 224) }, open });
    const stages = stagesOf(drawn);
    const sizes = stages.map(({ nodes }) => nodes.length);
    expect(stages.length).toBeGreaterThan(10);
    // Each but the first begins with the last node of the one before.
    expect(sizes.reduce((sum, size) => sum + size, 1 - sizes.length)).toBe(drawn.nodes.length);
    expect(stages.flatMap(({ edges }) => edges)).toHaveLength(drawn.edges.length);
    const { edges, clusters } = layoutForScreen(drawn);
    expect(edges.map(({ edge, text }) => ({ edge, text }))).toEqual(
      drawn.edges.map((edge) => ({ edge, text: edgeLabel(drawn, edge) })),
    );
    for (const { points } of edges) expect(points[0]!.y).toBeLessThan(points.at(-1)!.y);
    const modules = clusters.filter(({ cluster }) => cluster.parent === undefined).map(({ box }) => box);
    const byHeight = modules.toSorted((a, b) => a.y - b.y);
    for (const [at, box] of byHeight.slice(1).entries()) {
      expect(byHeight[at]!.y + byHeight[at]!.height / 2).toBeLessThan(box.y - box.height / 2);
    }
  });

  it("is the same whether what was drawn before is known or not, as blocks are opened and closed", () => {
    const draw = diagramsOf(new GoogLeNet(), { inputs: { x: float32("N", 3, 224, 224) } });
    const place = layoutsForScreen();
    const steps = [[], ["inception4b"], ["inception3a", "inception4b"], ["inception3a", "inception4c"], []];
    for (const paths of steps) {
      const drawn = draw(new Map(paths.map((path) => [path, true] as const)));
      expect(place(drawn)).toEqual(layoutForScreen(drawn));
    }
  });

  it("leaves a network whole that something passes, that ends twice, or is given something on the way", () => {
    const node = (id: string) => ({ ...framesInFrames.nodes[0]!, id, cluster: undefined });
    const counted = (ids: string, edges: readonly string[]) => {
      const lines = edges.map(([from, to]) => ({ from: from!, to: to!, shape: "N×1", feedback: false }));
      return stagesOf({ ...framesInFrames, nodes: [...ids].map(node), edges: lines, clusters: [] }).length;
    };
    expect(counted("abc", ["ab", "bc"])).toBe(3);
    expect(counted("abc", ["ab", "bc", "ac"])).toBe(2);
    expect(counted("abcd", ["ab", "bc", "bd"])).toBe(3);
    expect(counted("abcde", ["ab", "bc", "bd", "de"])).toBe(3);
    expect(counted("abcd", ["ab", "bd", "cd"])).toBe(1);
  });

  it("places every node, also where frames in frames have the sweeps lose one", () => {
    const { nodes, edges } = layoutForScreen(framesInFrames);
    for (const { box } of nodes) expect([box.x, box.y].every(Number.isFinite)).toBe(true);
    for (const { points } of edges) expect(points.every(({ x, y }) => Number.isFinite(x + y))).toBe(true);
    expect(() => diagramSvg(framesInFrames)).not.toThrow();
  });
});

/** Found among random graphs: dagre 3.1.3 has two nodes at one place of a layer, and forgets one. */
const framesInFrames: Diagram = {
  title: "frames in frames",
  parameters: 0,
  nodes: ["c1", "c0", "c0", "c0", "c0", "c2", undefined, "c4", "c3", undefined].map((cluster, at) => ({
    id: `n${at}`,
    kind: "other",
    isBlock: ![1, 2, 5].includes(at),
    label: `node${at}`,
    detail: "",
    repeat: 1,
    cluster,
    paths: [],
    function: undefined,
    canOpen: false,
  })),
  edges: (
    [
      [0, 1, 45],
      [0, 1, 9],
      [0, 2, 44],
      [2, 3, 1],
      [0, 3, 47],
      [0, 4, 24],
      [1, 5, 42],
      [3, 5, 1],
      [0, 6, 24],
      [1, 6, 23],
      [4, 7, 57],
      [0, 7, 18],
      [1, 8, 25],
      [2, 9, 1],
    ] as const
  ).map(([from, to, size]) => ({ from: `n${from}`, to: `n${to}`, shape: `N×${size}`, feedback: false })),
  clusters: ([["c0"], ["c1", "c0"], ["c2", "c0"], ["c3"], ["c4", "c3"]] as const).map(([id, parent]) => ({
    id,
    label: id,
    repeat: 1,
    parent,
    paths: [],
  })),
};
