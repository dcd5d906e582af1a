import {
  add,
  Block,
  BlockzooError,
  initialize,
  Linear,
  LSTM,
  mul,
  ndarray,
  referenceBackend,
  relu,
  type Tensor,
} from "@blockzoo/core";
import { describe, expect, it } from "vitest";
import { textWidth } from "../src/drawing/text.js";
import {
  activationsOf,
  attentionSvg,
  costsSvg,
  curvesSvg,
  featureMapsSvg,
  overlaySvg,
  reportHtml,
  tracesSvg,
  type NetworkCost,
} from "../src/index.js";
import { LeNet } from "./nets.js";
import { elementsOf, hostile } from "./well-formed.js";

const limit = 300_000;

function noise(length: number): Float32Array {
  let seed = 7;
  return Float32Array.from({ length }, () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647);
}

/** Text elements of a drawing, in order. */
function texts(svg: string): string[] {
  return [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text!);
}

describe("activationsOf", { timeout: 30_000 }, () => {
  const backend = referenceBackend();

  class Two extends Block {
    readonly first = new Linear(2, 3);
    readonly second = new Linear(3, 1);
    forward(x: Tensor): Tensor {
      return this.second.forward(relu(this.first.forward(x)));
    }
  }

  it("gives what blocks make of an input, with the weights it is given", async () => {
    const weights = new Map([
      [
        "first.weight",
        ndarray([
          [1, 0],
          [0, 1],
          [1, 1],
        ]),
      ],
      ["first.bias", ndarray([0, 0, -1])],
      ["second.weight", ndarray([[1, -1, 2]])],
      ["second.bias", ndarray([10])],
      ["unused.weight", ndarray([1])],
    ]);
    const found = await activationsOf(new Two(), { x: ndarray([[2, -3]]) }, { backend, weights });
    expect([...found].map(([path, { shape, data }]) => [path, shape, [...data]])).toEqual([
      ["first", [1, 3], [2, -3, -2]],
      ["second", [1, 1], [12]],
    ]);
  });

  it("takes the initial weights of seed 0 where none are given, chosen blocks, and nested outputs", async () => {
    const model = new LSTM(2, 3);
    class Around extends Block {
      readonly lstm = model;
      forward(x: Tensor): Tensor {
        return this.lstm.forward(x).output;
      }
    }
    const x = ndarray(noise(8), [4, 1, 2]);
    const found = await activationsOf(new Around(), { x }, { backend, blocks: ["lstm"] });
    expect([...found].map(([path, { shape }]) => [path, shape])).toEqual([
      ["lstm.output", [4, 1, 3]],
      ["lstm.last", [1, 3]],
      ["lstm.state.h", [1, 1, 3]],
      ["lstm.state.c", [1, 1, 3]],
    ]);
    const again = await activationsOf(new Around(), { x }, { backend, weights: initialize(new Around(), { seed: 0 }) });
    expect([...again.get("lstm.output")!.data]).toEqual([...found.get("lstm.output")!.data]);
  });

  it("looks into the computation of a name, and asks for no weights but those it needs", async () => {
    class Coder extends Block {
      readonly encoder = new Linear(2, 3);
      readonly decoder = new Linear(3, 2);
      forward(x: Tensor): Tensor {
        return this.decode(this.encoder.forward(x));
      }
      decode(code: Tensor): Tensor {
        return this.decoder.forward(code);
      }
    }
    const weights = new Map([
      ["decoder.weight", ndarray([1, 0, 0, 0, 1, 0], [2, 3])],
      ["decoder.bias", ndarray([0, 1])],
    ]);
    const code = ndarray([[4, 5, 6]]);
    const found = await activationsOf(new Coder(), { code }, { backend, weights, method: "decode" });
    expect([...found].map(([path, { data }]) => [path, [...data]])).toEqual([["decoder", [4, 6]]]);
    const x = ndarray([[1, 2]]);
    const first = new Map([
      ["encoder.weight", ndarray([1, 0, 0, 1, 1, 1], [3, 2])],
      ["encoder.bias", ndarray([0, 0, 0])],
    ]);
    const encoded = await activationsOf(new Coder(), { x }, { backend, weights: first, blocks: ["encoder"] });
    expect([...encoded.get("encoder")!.data]).toEqual([1, 2, 3]);
  });

  it("gives what functions of blocks made, by block, name and number", async () => {
    class Twice extends Block {
      readonly net = new Two();
      forward(x: Tensor): Tensor {
        return relu(mul(relu(add(this.net.forward(x), 1)), -1));
      }
    }
    const weights = new Map([
      ["net.first.weight", ndarray([1, 0, 0, 1, 1, 1], [3, 2])],
      ["net.first.bias", ndarray([0, 0, 0])],
      ["net.second.weight", ndarray([[1, 1, 1]])],
      ["net.second.bias", ndarray([0])],
    ]);
    const functions = [
      { block: "net", name: "relu", ordinal: 0 },
      { block: "", name: "relu", ordinal: 0 },
      { block: "", name: "relu", ordinal: 1 },
      { block: "", name: "add", ordinal: 0 },
    ];
    const x = ndarray([[2, -3]]);
    const found = await activationsOf(new Twice(), { x }, { backend, weights, functions });
    expect([...found].map(([path, { data }]) => [path, [...data].map((value) => value + 0)])).toEqual([
      ["net.relu", [2, 0, 0]],
      ["relu", [3]],
      ["relu 2", [0]],
      ["add", [3]],
    ]);
    const missing = activationsOf(
      new Twice(),
      { x },
      { backend, functions: [{ block: "", name: "tanh", ordinal: 0 }] },
    );
    await expect(missing).rejects.toThrow("there is no function tanh");
  });

  it("names a block that is not there, and inputs that do not fit", async () => {
    const x = ndarray(noise(4), [2, 2]);
    await expect(activationsOf(new Two(), { x }, { backend, blocks: ["third"] })).rejects.toThrow(BlockzooError);
    await expect(activationsOf(new Two(), { x: ndarray(noise(6), [2, 3]) }, { backend })).rejects.toThrow(
      /first: expects 2 input features/,
    );
  });

  it("feeds feature maps in three lines", async () => {
    const maps = await activationsOf(new LeNet(), { x: ndarray(noise(1024), [1, 1, 32, 32]) }, { backend });
    const svg = featureMapsSvg(maps);
    elementsOf(svg);
    expect(texts(svg).filter((text) => /^(conv|pool|fc)\d$/.test(text))).toEqual([
      "conv1",
      "pool1",
      "conv2",
      "pool2",
      "conv3",
      "fc1",
      "fc2",
    ]);
    expect(texts(svg)[4]).toMatch(/^14 × 14 · black -?[\d.]+, white [\d.]+$/);
  });
});

describe("featureMapsSvg", { timeout: 30_000 }, () => {
  it("draws channels from black to white, units as a strip, and leaves out what is no picture", () => {
    const svg = featureMapsSvg([
      ["maps", { shape: [1, 2, 1, 2], data: [-1, 3, 1, 1] }],
      ["units", { shape: [1, 3], data: [0, 1, 2] }],
      ["sequence", { shape: [1, 2, 3], data: noise(6) }],
    ]);
    expect(texts(svg)).toEqual([
      "Feature maps",
      "maps",
      "2 × 1 · black -1, white 3",
      "units",
      "3 units · black 0, white 2",
    ]);
    expect([...svg.matchAll(/<path stroke="(#\w+)"/g)].map(([, color]) => color)).toEqual([
      "#000000",
      "#ffffff",
      "#848484",
      "#000000",
      "#848484",
      "#ffffff",
    ]);
  });

  it("shows the sample that is asked for, so many channels as allowed, below 300 kB", () => {
    const svg = featureMapsSvg([[hostile, { shape: [2, 64, 56, 56], data: noise(2 * 64 * 56 * 56) }]], {
      maximum: 32,
    });
    elementsOf(svg);
    expect(svg.length).toBeLessThan(limit);
    expect(svg).toContain("32 of 64");
    expect(() => featureMapsSvg([["fc", { shape: [2, 3], data: noise(6) }]], { sample: 2 })).toThrow(
      '"fc" has 2 samples, so there is no sample 2',
    );
  });
});

describe("attentionSvg", { timeout: 30_000 }, () => {
  it("has a cell for each weight, as dark as it is large, and the tokens at both sides", () => {
    const svg = attentionSvg(
      { shape: [2, 2], data: [0.8, 0.2, 0, 0.4] },
      { queries: ["le", "chat"], keys: ["the", "cat"] },
    );
    elementsOf(svg);
    expect([...svg.matchAll(/fill-opacity="([\d.]+)"/g)].map(([, opacity]) => opacity)).toEqual(["1", "0.31", "0.54"]);
    expect(texts(svg)).toEqual(expect.arrayContaining(["le", "chat", "the", "cat", "0.80", "0.20", "largest 0.8"]));
  });

  it("draws heads beside each other, and says what it leaves out", () => {
    const svg = attentionSvg({ shape: [12, 100, 100], data: noise(120_000) }, { maximumTokens: 20 });
    elementsOf(svg);
    expect(svg.length).toBeLessThan(limit);
    expect(texts(svg).filter((text) => text.startsWith("head "))).toHaveLength(8);
    expect(texts(svg)[1]).toBe("largest 1 · 20 of 100 queries · 20 of 100 keys · 8 of 12 heads");
  });

  it("says what it expects", () => {
    expect(() => attentionSvg({ shape: [4], data: noise(4) })).toThrow("or [heads, queries, keys], got [4]");
    expect(() => attentionSvg({ shape: [2, 2], data: noise(4) }, { keys: ["a"] })).toThrow(
      "there are 2 keys in the weights, but 1 names for them",
    );
  });
});

describe("overlaySvg", { timeout: 30_000 }, () => {
  const image = { shape: [3, 20, 40], data: noise(2400) };

  it("puts heat where its grid says", () => {
    const plain = { shape: [8, 16], data: noise(128) };
    // A scale of 22.5 for 16 pixels; the first value covers 2 pixels around the middle of row 3, column 5.
    const heatGrid = { stride: [2, 2], offset: [3, 5] } as const;
    const svg = overlaySvg(plain, { heat: { shape: [1, 2], data: [0, 1] } }, { heatGrid });
    expect(svg).toContain('transform="translate(101.25 56.25)"');
  });

  it("stretches heat over the image, which it draws in grey", () => {
    const svg = overlaySvg(image, { heat: { shape: [1, 2], data: [0, 1] } }, { title: hostile });
    elementsOf(svg);
    expect([...svg.matchAll(/stroke="#(\w\w)(\w\w)(\w\w)"[^>]*d="M/g)].every(([, r, g, b]) => r === g && g === b)).toBe(
      true,
    );
    expect(svg).toContain('<path fill="#440154" fill-opacity="0.1" d="M0 0h1v1h-1z"/>');
    expect(svg).toContain('<path fill="#fde725" fill-opacity="0.75" d="M1 0h1v1h-1z"/>');
    expect(svg).toContain("scale(180.0000 180.0000)");
  });

  it("colours classes, without the background, and names those that are there", () => {
    const classes = { shape: [2, 2], data: [0, 1, 1, 3] };
    const svg = overlaySvg(image, { segments: { classes, labels: ["sky", "cat", "dog", "car"] } }, { background: 0 });
    expect(texts(svg)).toEqual(["Image", "cat", "car"]);
    expect(svg).toContain('d="M1 0h1v1h-1zM0 1h1v1h-1z"');
  });

  it("draws boxes in pixels of the image, with label and score", () => {
    const boxes = [{ left: 10, top: 5, width: 20, height: 10, label: "cat", score: 0.912 }];
    const svg = overlaySvg(image, { boxes });
    expect(svg).toContain('<rect x="90" y="45" width="180" height="90" fill="none"');
    expect(texts(svg)).toEqual(["Image", "cat 0.91"]);
  });

  it("stays below 300 kB with everything over a photograph of noise", () => {
    const svg = overlaySvg(
      { shape: [3, 300, 400], data: noise(360_000) },
      {
        heat: { shape: [300, 400], data: noise(120_000) },
        segments: {
          classes: { shape: [300, 400], data: noise(120_000).map((x) => Math.floor(3 * x)) },
          labels: ["a", "b", "c"],
        },
      },
    );
    elementsOf(svg);
    expect(svg.length).toBeLessThan(limit);
    expect(() => overlaySvg(image, { heat: { shape: [2, 3, 4], data: noise(24) } })).toThrow(
      "heat is expected to be [H, W], got [2, 3, 4]",
    );
  });
});

describe("tracesSvg", { timeout: 30_000 }, () => {
  it("draws few units as lines, many as colours, and spikes where values are above zero", () => {
    const svg = tracesSvg([
      { label: "gates", values: { shape: [5, 3], data: noise(15) } },
      { label: "state", values: { shape: [5, 8], data: noise(40).map((x) => x - 0.5) } },
      { label: "spikes", kind: "spikes", values: { shape: [5, 2], data: [0, 1, 0, 0, 1, 1, -1, 0, 0, 0] } },
    ]);
    elementsOf(svg);
    expect(svg.match(/<path d="[^"]*" fill="none" stroke="#/g)).toHaveLength(3);
    expect(texts(svg)).toEqual(expect.arrayContaining(["gates", "8 units", "3 spikes"]));
    expect(/<path d="(M[^"]*)" class="bz-line"/.exec(svg)![1]!.match(/M/g)).toHaveLength(3);
    expect(texts(svg).slice(-6)).toEqual(["0", "1", "2", "3", "4", "step"]);
  });

  it("stays below 300 kB, leaves gaps for what is not finite, and wants one number of steps", () => {
    const svg = tracesSvg([
      { label: hostile, values: { shape: [1500, 60], data: noise(90_000) } },
      { label: "spikes", kind: "spikes", values: { shape: [1500, 60], data: noise(90_000) } },
    ]);
    elementsOf(svg);
    expect(svg.length).toBeLessThan(limit);
    const gap = tracesSvg([{ label: "x", values: { shape: [4], data: [1, NaN, 2, 3] } }]);
    expect(/<path d="([^"]*)" fill="none" stroke="#/.exec(gap)![1]!.match(/M/g)).toHaveLength(2);
    const unequal = [3, 4].map((steps) => ({ label: `of ${steps}`, values: { shape: [steps], data: noise(steps) } }));
    expect(() => tracesSvg(unequal)).toThrow('"of 3" has 3 steps, but "of 4" 4');
  });
});

describe("costsSvg", () => {
  const network = (name: string, macs: number, parameters: number, metric: number): NetworkCost => {
    return { name, group: name.slice(0, 1), macs, parameters, metric };
  };
  const circles = (svg: string) =>
    [...svg.matchAll(/<circle cx="([\d.]+)" cy="([\d.]+)" r="([\d.]+)" fill="#/g)].map(([, ...numbers]) =>
      numbers.map(Number),
    );

  it("places networks by operations and metric, with areas as their parameters", () => {
    const svg = costsSvg([network("a", 1e6, 1e6, 0.5), network("b", 1e7, 4e6, 0.7), network("c", 1e8, 1e6, 0.6)]);
    elementsOf(svg);
    const [large, first, second] = circles(svg).slice(0, 3) as [number[], number[], number[]];
    expect(large[2]).toBe(2 * first[2]!);
    expect(large[0]! - first[0]!).toBeCloseTo(second[0]! - large[0]!, 1);
    expect(first[1]! - second[1]!).toBeCloseTo(second[1]! - large[1]!, 1);
    expect(texts(svg).filter((text) => /^[abc]$/.test(text))).toHaveLength(6);
  });

  it("names networks that lie close together, and keeps the largest within the plot", () => {
    const svg = costsSvg([
      network("small and cheap", 100, 100, 0.9),
      network("large, at the edge", 3.3e6, 370e3, 0.991),
      network("half behind it", 2.2e6, 88e3, 0.986),
      network("close to both", 1.3e6, 17e3, 0.992),
    ]);
    expect(texts(svg)).toEqual(expect.arrayContaining(["large, at the edge", "half behind it", "close to both"]));
    const [x, , r] = circles(svg)[0] as [number, number, number];
    expect(x + r).toBeLessThan(560);
  });

  it("writes no name over another, and draws nothing for nothing", () => {
    const crowd = Array.from({ length: 40 }, (_, index) => network(`network ${index}`, 1e6 + index, 1e3, 0.5));
    const svg = costsSvg(crowd);
    const names = [...svg.matchAll(/<text x="([\d.]+)" y="([\d.]+)"[^>]*>(network \d+)</g)].map(([, x, y, text]) => {
      return { left: Number(x), right: Number(x) + textWidth(text!, 12), y: Number(y) };
    });
    expect(names.length).toBeGreaterThan(0);
    names.forEach((name, index) => {
      const covered = names
        .slice(index + 1)
        .filter((other) => Math.abs(other.y - name.y) < 12 && other.left < name.right && other.right > name.left);
      expect(covered).toEqual([]);
    });
    elementsOf(costsSvg([]));
    expect(costsSvg([])).not.toContain("NaN");
  });
});

describe("runs in curvesSvg", () => {
  it("share a colour and have their mean", () => {
    const run = (label: string, offset: number) => ({
      label,
      points: [
        [0, 1 + offset],
        [10, 3 + offset],
      ] as const,
    });
    const svg = curvesSvg([run("plain", 0), run("plain", 2), run("residual", 0)]);
    const lines = [
      ...svg.matchAll(/stroke="(#\w+)" stroke-width="([\d.]+)"( stroke-opacity="0.45")? stroke-linejoin/g),
    ];
    expect(lines.map(([, color, width, faint]) => [color, width, faint !== undefined])).toEqual([
      ["#2b83c6", "1", true],
      ["#2b83c6", "1", true],
      ["#2b83c6", "1.75", false],
      ["#d55e00", "1.75", false],
    ]);
    expect(texts(svg).filter((text) => text === "plain")).toHaveLength(1);
    const unequal = curvesSvg([run("plain", 0), { label: "plain", points: [[0, 1]] }]);
    expect(unequal.match(/stroke-linejoin="round"/g)).toHaveLength(2);
  });
});

describe("a report", () => {
  it("shows feature maps, attention and traces where they are given", () => {
    const html = reportHtml({
      title: "run",
      facts: [],
      history: [],
      activations: [["conv1", { shape: [1, 1, 2, 2], data: [0, 1, 2, 3] }]],
      attention: [{ weights: { shape: [1, 2], data: [0.5, 0.5] }, title: hostile }],
      traces: [{ label: "cell", values: { shape: [3], data: [1, 2, 3] } }],
      command: "train",
    });
    const headings = [...html.matchAll(/<h2>(.*?)<\/h2>/g)].map(([, heading]) => heading);
    expect(headings).toEqual(["Feature maps", "Attention", "Over time", "How to reproduce"]);
    elementsOf(html.replace("<!doctype html>\n", "").replace(/<style>.*?<\/style>/s, ""));
  });
});
