import { Conv2d, float32, GRU, LSTM, LSTMCell, relu, Sequential } from "@blockzoo/core";
import { describe, expect, it } from "vitest";
import { coveredLines, crossings } from "../src/diagram/disorder.js";
import { fontSize, type Box, type Layout } from "../src/diagram/geometry.js";
import { layoutDiagram } from "../src/diagram/layout.js";
import { textWidth } from "../src/drawing/text.js";
import { diagram, diagramSvg, type Diagram } from "../src/index.js";
import { AttentionDecoder, GoogLeNet, Inception, ResNet152, UNet, Vgg19 } from "./deep-nets.js";
import { LeNet, ResNet } from "./nets.js";

const image = (channels: number, size: number) => ({ x: float32("N", channels, size, size) });
const sequence = { x: float32(20, "N", 8) };
const inception = () =>
  diagram(new Inception(192, [64, 96, 128, 16, 32, 32]), { inputs: image(192, 28), name: "inception3a" });
const lstm = () => diagram(new LSTM(8, 12), { inputs: sequence, expand: "" });

const nets: Readonly<Record<string, () => Diagram>> = {
  lenet: () => diagram(new LeNet(), { inputs: image(1, 32) }),
  resnet: () => diagram(new ResNet(), { inputs: image(3, 32) }),
  "resnet block": () => diagram(new ResNet(), { inputs: image(3, 32), expand: "layer2.0" }),
  "resnet-152": () => diagram(new ResNet152(), { inputs: image(3, 224) }),
  bottleneck: () => diagram(new ResNet152(), { inputs: image(3, 224), expand: "layer2.0" }),
  "vgg-19": () => diagram(new Vgg19(), { inputs: image(3, 224) }),
  inception,
  googlenet: () => diagram(new GoogLeNet(), { inputs: image(3, 224) }),
  "u-net": () => diagram(new UNet(), { inputs: image(1, 64) }),
  lstm,
  "lstm cell": () => {
    const state = { h: float32("N", 12), c: float32("N", 12) };
    return diagram(new LSTMCell(8, 12), { inputs: { x: float32("N", 8), state }, expand: "" });
  },
  gru: () => diagram(new GRU(8, 12), { inputs: sequence, expand: "" }),
  decoder: () => {
    const state = { h: float32(2, 16), c: float32(2, 16) };
    return diagram(new AttentionDecoder(), {
      inputs: { target: float32(7, 2, 8), states: float32(9, 2, 16), ...state },
    });
  },
};

function overlap(a: Box, b: Box): boolean {
  return Math.abs(a.x - b.x) * 2 < a.width + b.width && Math.abs(a.y - b.y) * 2 < a.height + b.height;
}

function labelBoxes({ edges }: Layout): Box[] {
  return edges
    .filter(({ text }) => text !== "")
    .map(({ text, label }) => ({ ...label, width: textWidth(text, fontSize), height: fontSize - 2 }));
}

/** Where the centre of a node with this label stands; the first of several. */
function placeOf({ nodes }: Layout, label: string): { x: number; y: number } {
  return nodes.find(({ node }) => node.label === label)!.box;
}

describe.each(Object.entries(nets))("the drawing of %s", { timeout: 30_000 }, (_, make) => {
  const drawn = make();
  const layout = layoutDiagram(drawn);

  it("keeps boxes and texts apart, inside the picture and inside their frames", () => {
    const boxes = layout.nodes.map(({ box }) => box);
    const labels = labelBoxes(layout);
    boxes.forEach((box, index) => {
      expect(boxes.slice(index + 1).filter((other) => overlap(box, other))).toEqual([]);
      expect(labels.filter((label) => overlap(box, label))).toEqual([]);
    });
    labels.forEach((label, index) => {
      expect(labels.slice(index + 1).filter((other) => overlap(label, other))).toEqual([]);
    });
    for (const { x, y, width, height } of [...boxes, ...labels, ...layout.clusters.map(({ box }) => box)]) {
      expect(x - width / 2).toBeGreaterThanOrEqual(-0.01);
      expect(x + width / 2).toBeLessThanOrEqual(layout.width + 0.01);
      expect(y - height / 2).toBeGreaterThanOrEqual(-0.01);
      expect(y + height / 2).toBeLessThanOrEqual(layout.height + 0.01);
    }
    for (const { node, box } of layout.nodes.filter(({ node: { cluster } }) => cluster !== undefined)) {
      const frames = layout.clusters.filter(({ cluster }) => cluster.id === node.cluster);
      expect(frames.filter((frame) => overlap(frame.box, box))).toHaveLength(1);
    }
  });

  it("has no line through a box, and every line begins and ends at its nodes", () => {
    expect(coveredLines(layout)).toBe(0);
    for (const { edge, points } of layout.edges) {
      const near = (id: string, { x, y }: { x: number; y: number }) => {
        const { box } = layout.nodes.find(({ node }) => node.id === id)!;
        return Math.abs(x - box.x) <= box.width / 2 + 1 && Math.abs(y - box.y) <= box.height / 2 + 1;
      };
      expect(near(edge.from, points[0]!) && near(edge.to, points.at(-1)!)).toBe(true);
    }
  });

  it("fits on an A4 page with text of more than eight points", () => {
    const svg = diagramSvg(drawn);
    const [width, height] = [/width="(\d+)"/, /height="(\d+)"/].map((pattern) => Number(pattern.exec(svg)![1]));
    // Sides of the page between margins of 15 mm, in pixels of 1/96 inch; 12 of these are 9 points.
    const scale = Math.min(1, 680 / width!, 1009 / height!);
    expect(9 * scale).toBeGreaterThan(8);
  });
});

describe("layoutDiagram", { timeout: 30_000 }, () => {
  it("puts the branches of an Inception module in the paper's order", () => {
    const layout = layoutDiagram(inception());
    const places = ["branch1.0", "branch2.0", "branch3.0", "branch4.0"].map((label) => placeOf(layout, label).x);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(crossings(layout)).toBe(0);
  });

  it("puts a shortcut to the right of what it goes around, and the gates of an LSTM in the order of their use", () => {
    const block = layoutDiagram(nets["resnet block"]!());
    expect(placeOf(block, "downsample.0").x).toBeGreaterThan(placeOf(block, "conv2").x);
    const gates = layoutDiagram(lstm());
    const places = ["forget gate", "input gate", "output gate"].map((label) => placeOf(gates, label).x);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  it("parts a long net in columns, whose frames go on", () => {
    const layout = layoutDiagram(nets["vgg-19"]!());
    const frames = layout.clusters.filter(({ cluster }) => cluster.label === "features").map(({ text }) => text);
    expect(frames).toEqual(["features", "features, continued", "features, continued"]);
    expect(layout.edges.filter(({ isStraight }) => isStraight)).toHaveLength(2);
  });

  it("leads the skips of a U-shaped net into the next column without a crossing", () => {
    const layout = layoutDiagram(nets["u-net"]!());
    expect(layout.edges.filter(({ isStraight }) => isStraight)).toHaveLength(4);
    expect(crossings(layout)).toBe(0);
  });
});

describe("folding", () => {
  const repeats = ({ nodes, clusters }: Diagram) =>
    [...nodes, ...clusters].filter(({ repeat }) => repeat > 1).map(({ label, repeat }) => `${label} ×${repeat}`);

  it("draws the stages of ResNet-152 as two boxes each", () => {
    expect(repeats(nets["resnet-152"]!())).toEqual([
      "layer1.1 … 2 ×2",
      "layer2.1 … 7 ×7",
      "layer3.1 … 35 ×35",
      "layer4.1 … 2 ×2",
    ]);
  });

  it("folds opened containers, and what repeats in what repeats", () => {
    const unit = () =>
      new Sequential(
        new Conv2d(8, 8, 1),
        relu,
        new Conv2d(8, 8, 3, { padding: 1 }),
        relu,
        new Conv2d(8, 8, 3, { padding: 1 }),
        relu,
      );
    const drawn = diagram(new Sequential(unit(), unit(), unit()), { inputs: image(8, 16) });
    expect(repeats(drawn)).toEqual(["0 … 2 ×3", " ×2"]);
    const inner = drawn.clusters.find(({ repeat }) => repeat === 2)!;
    expect(drawn.clusters.find(({ id }) => id === inner.parent)!.repeat).toBe(3);
    expect(drawn.nodes.map(({ label }) => label)).toEqual(["0.0", "relu", "0.2 … 4", "relu", "x", "output"]);
    expect(drawn.edges).toHaveLength(5);
  });

  it("does not fold containers that are joined in another way", () => {
    const unit = (dilation: number) => new Sequential(new Conv2d(8, 8, 3, { padding: dilation, dilation }), relu);
    expect(repeats(diagram(new Sequential(unit(1), unit(2), unit(1)), { inputs: image(8, 16) }))).toEqual([]);
  });

  it("opens a scan that calls blocks, and leaves another closed", () => {
    expect(nets["decoder"]!().clusters.map(({ label }) => label)).toEqual(["scan over 7 steps"]);
    expect(nets["decoder"]!().nodes.find(({ label }) => label === "mix")!.detail).toBe("Linear 32 → 16");
    const closed = diagram(new GRU(8, 12), { inputs: sequence });
    expect(closed.clusters).toEqual([]);
    expect(closed.nodes.find(({ label }) => label === "scan")!.detail).toBe("20 steps");
  });

  it("tells a first state of zeros at the carry", () => {
    const drawn = lstm();
    const carries = drawn.nodes.filter(({ label }) => label.startsWith("carry"));
    expect(carries.map(({ label, detail }) => `${label} ${detail}`)).toEqual(["carry h from 0", "carry c from 0"]);
    expect(drawn.nodes.filter(({ label }) => label.startsWith("expand"))).toEqual([]);
  });
});
