import {
  add,
  Block,
  concat,
  Conv2d,
  Dropout,
  float32,
  GRU,
  Linear,
  LSTMCell,
  relu,
  scan,
  Sequential,
  softmax,
  type Tensor,
} from "@blockzoo/core";
import { describe, expect, it } from "vitest";
import { diagram, diagramMermaid, diagramSvg, type Diagram } from "../src/index.js";
import { LeNet, ResNet, Tagger, Vgg16 } from "./nets.js";
import { elementsOf, hostile } from "./well-formed.js";

const images = { x: float32("N", 3, 32, 32) };

function labels({ nodes }: Diagram): string[] {
  return nodes.map(({ label, repeat }) => (repeat > 1 ? `${label} ×${repeat}` : label));
}

/** Edges as `from > to shape`, by label. */
function edges({ nodes, edges: all }: Diagram): string[] {
  const name = (id: string) => nodes.find((node) => node.id === id)!.label;
  return all.map(({ from, to, shape, feedback }) => `${name(from)} ${feedback ? "~" : ">"} ${name(to)} ${shape}`);
}

describe("diagram", () => {
  it("has the blocks of LeNet-5, the functions between them and all shapes", () => {
    const drawn = diagram(new LeNet(), { inputs: { x: float32("N", 1, 32, 32) } });
    expect(drawn.title).toBe("LeNet");
    expect(drawn.parameters).toBe(61_706);
    expect(drawn.nodes.slice(0, 3).map(({ kind, label, detail, isBlock }) => [kind, label, detail, isBlock])).toEqual([
      ["convolution", "conv1", "Conv2d 5×5", true],
      ["activation", "tanh", "", false],
      ["pooling", "pool1", "AveragePool2d 2×2", true],
    ]);
    expect(drawn.nodes.find((node) => node.label === "fc1")!.detail).toBe("Linear 120 → 84");
    expect(edges(drawn)).toContain("conv1 > tanh N×6×28×28");
    expect(edges(drawn)).toContain("x > conv1 N×1×32×32");
    expect(edges(drawn)).toContain("fc2 > logits N×10");
  });

  it("says of a size that long arithmetic makes of a name no more than the name, and keeps long names", () => {
    const net = new Sequential(new Conv2d(3, 4, 3, { stride: 2 }), relu);
    const drawn = diagram(net, { inputs: { x: float32("N", 3, "H", "timesteps") } });
    expect(edges(drawn)).toContain("x > 0 N×3×H×timesteps");
    expect(edges(drawn)).toContain("0 > relu N×4×H′×timesteps′");
  });

  it("folds equal neighbours, keeps the frame of what it opened, and shows residual branches", () => {
    const drawn = diagram(new ResNet(), { inputs: images });
    expect(labels(drawn)).toContain("layer1.0 … 2 ×3");
    expect(labels(drawn)).toContain("layer2.0");
    expect(labels(drawn)).toContain("layer2.1 … 2 ×2");
    expect(drawn.clusters.map(({ label }) => label)).toEqual(["layer2"]);
    expect(edges(drawn)).toContain("layer2.1 … 2 > add N×32×16×16");
    expect(edges(drawn)).toContain("layer2.1 … 2 > mix N×32×16×16");
    expect(edges(drawn)).toContain("mix > add N×32×16×16");
  });

  it("does not fold blocks that differ in an attribute alone", () => {
    const net = (second: number) =>
      new Sequential(
        new Sequential({ conv: new Conv2d(4, 4, 3, { padding: 1 }), act: relu }),
        new Sequential({ conv: new Conv2d(4, 4, 3, { padding: second, dilation: second }), act: relu }),
      );
    const inputs = { x: float32("N", 4, 8, 8) };
    expect(diagram(net(1), { inputs }).clusters).toMatchObject([{ label: "0 … 1", repeat: 2 }]);
    expect(diagram(net(2), { inputs }).nodes.filter(({ kind }) => kind === "convolution")).toHaveLength(2);
    const plain = (second: number) =>
      new Sequential(new Conv2d(4, 4, 3, { padding: 1 }), new Conv2d(4, 4, 3, { padding: second, dilation: second }));
    expect(labels(diagram(plain(1), { inputs }))).toContain("0 … 1 ×2");
    expect(labels(diagram(plain(2), { inputs }))).toEqual(["0", "1", "x", "output"]);
  });

  it("folds what repeats in turns into a frame that begins with the block", () => {
    const drawn = diagram(new Vgg16(), { inputs: { x: float32("N", 3, 224, 224) } });
    const repeated = drawn.clusters.filter(({ repeat }) => repeat > 1);
    expect(repeated.map(({ repeat }) => repeat)).toEqual(expect.arrayContaining([2, 2, 3]));
    const members = drawn.nodes.filter(({ cluster }) => cluster === repeated.find(({ repeat }) => repeat === 3)!.id);
    expect(members.map(({ label }) => label)).toEqual(["features.24 … 28", "relu"]);
    expect(drawn.nodes.length).toBeLessThan(35);
  });

  it("expands a block into its parts", () => {
    const drawn = diagram(new ResNet(), { inputs: images, expand: "layer2.0" });
    expect(drawn.title).toBe("ResNet · layer2.0");
    expect(labels(drawn)).toEqual(
      expect.arrayContaining(["conv1", "bn1", "conv2", "bn2", "downsample.0", "add", "from layer1.2", "output"]),
    );
    expect(drawn.nodes.find(({ label }) => label === "conv1")!.detail).toBe("Conv2d 3×3, stride 2");
  });

  it("expands an LSTM: gates, carries and what goes back", () => {
    const drawn = diagram(new Tagger(), { inputs: { x: float32(20, "N", 8) }, expand: "lstm" });
    expect(drawn.clusters.map(({ label }) => label)).toEqual(["scan over 20 steps"]);
    const inside = drawn.nodes.filter(({ cluster }) => cluster !== undefined).map(({ label }) => label);
    expect(inside).toEqual(expect.arrayContaining(["input gate", "forget gate", "output gate"]));
    expect(inside).toContain("split in 4");
    expect(edges(drawn).filter((edge) => edge.startsWith("split"))).toHaveLength(4);
    expect(inside).toEqual(expect.arrayContaining(["carry h", "carry c", "step input share", "matMul"]));
    expect(edges(drawn).filter((edge) => edge.includes("~"))).toEqual(["mul ~ carry h N×12", "add ~ carry c N×12"]);
    expect(edges(drawn)).toContain("mul > output 20×N×12");
    expect(drawn.nodes.map(({ detail }) => detail)).toContain("weight_hh_l0 48×12");
  });

  it("keeps a scan closed where nothing is expanded", () => {
    const gru = new GRU(4, 5, { reverse: true });
    const inputs = { x: float32(6, 1, 4) };
    expect(labels(diagram(gru, { inputs }))).toContain("scan");
    expect(diagram(gru, { inputs, expand: "" }).clusters[0]!.label).toBe("scan over 6 steps, last to first");
  });

  it("expands a block that is called inside a scan", () => {
    class Steps extends Block {
      readonly cell = new LSTMCell(8, 12);
      forward(x: Tensor, h: Tensor, c: Tensor): Tensor {
        const step = (state: { h: Tensor; c: Tensor }, slice: Tensor) => {
          const { h: next, c: kept } = this.cell.forward(slice, state);
          return { carry: { h: next, c: kept }, output: next };
        };
        return scan(step, { initial: { h, c }, sequences: x }).outputs;
      }
    }
    const inputs = { x: float32(20, 1, 8), h: float32(1, 12), c: float32(1, 12) };
    const cell = diagram(new Steps(), { inputs, expand: "cell" });
    expect(labels(cell)).toEqual(expect.arrayContaining(["slice", "carry.h", "carry.c", "h", "c"]));
    expect(labels(diagram(new Steps(), { inputs, expand: "" }))).toContain("cell");
  });

  it("draws every call of a shared block", () => {
    class Siamese extends Block {
      readonly tower = new Sequential(new Linear(4, 4), relu);
      forward(a: Tensor, b: Tensor): Tensor {
        return softmax(concat([this.tower.forward(a), this.tower.forward(b)], 1));
      }
    }
    const drawn = diagram(new Siamese(), { inputs: { a: float32("N", 4), b: float32("N", 4) } });
    expect(labels(drawn).filter((label) => label === "tower.0")).toHaveLength(2);
    expect(drawn.clusters).toHaveLength(2);
    expect(drawn.nodes.find(({ label }) => label === "softmax")!.kind).toBe("activation");
  });

  it("leaves out what does nothing, and what the outputs do not need", () => {
    class Lazy extends Block {
      readonly fc = new Linear(4, 4);
      readonly unused = new Linear(4, 4);
      readonly dropout = new Dropout();
      forward(x: Tensor): Tensor {
        this.unused.forward(x);
        return add(this.dropout.forward(this.fc.forward(x)), 2);
      }
    }
    const drawn = diagram(new Lazy(), { inputs: { x: float32("N", 4) } });
    expect(labels(drawn)).toEqual(["fc", "add 2", "x", "output"]);
  });

  it("names a block that is not there, and one that is not called", () => {
    const inputs = { x: float32("N", 1, 32, 32) };
    expect(() => diagram(new LeNet(), { inputs, expand: "conv9" })).toThrow('there is no block "conv9"');
    class Spare extends Block {
      readonly fc = new Linear(2, 2);
      forward(x: Tensor): Tensor {
        return relu(x);
      }
    }
    const spare = () => diagram(new Spare(), { inputs: { x: float32(1, 2) }, expand: "fc" });
    expect(spare).toThrow('the block "fc" is not called by the model\'s forward');
  });
});

// Each drawing is laid out a dozen times.
describe("drawings", { timeout: 30_000 }, () => {
  const all = [
    diagram(new LeNet(), { inputs: { x: float32("N", 1, 32, 32) } }),
    diagram(new ResNet(), { inputs: images }),
    diagram(new Tagger(), { inputs: { x: float32(20, "N", 8) }, expand: "lstm" }),
  ];

  it("are well-formed, deterministic, and have one box, path and arrow for everything", () => {
    for (const drawn of all) {
      const svg = diagramSvg(drawn);
      const found = elementsOf(svg);
      expect(found.filter((name) => name === "path")).toHaveLength(drawn.edges.length + 1);
      expect(svg.match(/marker-end/g)).toHaveLength(drawn.edges.length);
      expect(diagramSvg(drawn)).toBe(svg);
    }
  });

  it("have text of at least nine points at the width of A4 paper", () => {
    for (const drawn of all) {
      const svg = diagramSvg(drawn);
      const sizes = [...svg.matchAll(/font-size="(\d+)"/g)].map(([, size]) => Number(size));
      const width = Number(/width="(\d+)"/.exec(svg)![1]);
      expect(Math.min(...sizes) * 0.75 * Math.min(1, 680 / width)).toBeGreaterThanOrEqual(9);
    }
  });

  it("escape labels", () => {
    const drawn = diagram(new Linear(2, 2), { inputs: { [hostile]: float32(1, 2) }, name: hostile });
    elementsOf(diagramSvg(drawn));
    expect(diagramSvg(drawn)).not.toContain("<script>");
    const mermaid = diagramMermaid(drawn);
    expect(mermaid).not.toContain("<script>");
    expect(mermaid).toContain("#60;script#62;");
  });

  it("include Mermaid with frames and dashed lines back", () => {
    const mermaid = diagramMermaid(all[2]!);
    expect(mermaid).toContain('subgraph c0["scan over 20 steps"]');
    expect(mermaid).toMatch(/n\d+ -\.->\|"next step"\| n\d+/);
    expect(mermaid.split("\n").filter((line) => line.trim() === "end")).toHaveLength(1);
  });
});
