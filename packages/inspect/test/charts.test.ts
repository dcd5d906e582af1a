import { describe, expect, it } from "vitest";
import {
  confusionMatrix,
  confusionMatrixSvg,
  curvesSvg,
  filtersSvg,
  imagesSvg,
  pointsSvg,
  reportHtml,
} from "../src/index.js";
import { elementsOf, hostile } from "./well-formed.js";

/** Numbers from 0 to 1 that look random and are always the same. */
function noise(length: number): Float32Array {
  let seed = 1;
  return Float32Array.from({ length }, () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647);
}

describe("curvesSvg", () => {
  it("draws one path for each series, with a legend where there are several", () => {
    const svg = curvesSvg([
      {
        label: "train",
        points: [
          [0, 2],
          [10, 1],
          [20, 0.5],
        ],
      },
      {
        label: "test",
        points: [
          [0, 2.2],
          [20, 0.9],
        ],
      },
    ]);
    elementsOf(svg);
    expect(svg.match(/stroke-linejoin="round"/g)).toHaveLength(2);
    expect(svg).toContain(">train</text>");
    expect(
      curvesSvg([
        {
          label: "train",
          points: [
            [0, 1],
            [1, 2],
          ],
        },
      ]),
    ).not.toContain(">train</text>");
  });

  it("leaves gaps for values that are not finite, and for those without a logarithm", () => {
    const path = (svg: string) => /<path d="([^"]*)" fill="none" stroke="#/.exec(svg)![1]!;
    const points = [
      [0, 1],
      [1, 10],
      [2, NaN],
      [3, 100],
      [4, 1000],
    ] as const;
    expect(path(curvesSvg([{ label: "loss", points }])).match(/M/g)).toHaveLength(2);
    const zero = [
      [0, 1],
      [1, 10],
      [2, 0],
      [3, 100],
      [4, 1000],
    ] as const;
    expect(path(curvesSvg([{ label: "loss", points: zero }], { log: true })).match(/M/g)).toHaveLength(2);
    expect(curvesSvg([{ label: "loss", points: [[0, NaN]] }])).toContain("no values");
    elementsOf(curvesSvg([]));
    elementsOf(
      curvesSvg([
        {
          label: "constant",
          points: [
            [0, 3],
            [1, 3],
          ],
        },
      ]),
    );
  });

  it("thins a long curve and keeps its spikes", () => {
    const points = Array.from({ length: 100_000 }, (_, step) => [step, step === 54_321 ? 9 : 1] as const);
    const svg = curvesSvg([{ label: "loss", points }]);
    expect(svg.length).toBeLessThan(30_000);
    expect(svg).toContain(">9</text>");
  });

  it("escapes labels", () => {
    const svg = curvesSvg(
      [
        { label: hostile, points: [[0, 1]] },
        { label: "b", points: [] },
      ],
      { title: hostile },
    );
    elementsOf(svg);
    expect(svg).not.toContain("<script>");
  });
});

describe("confusionMatrixSvg", () => {
  const predictions = { labels: ["cat", "dog"], actual: [0, 0, 1, 1, 1], predicted: [0, 1, 1, 1, 7] };

  it("counts rows as actual and columns as predicted, and draws the cells that are not empty", () => {
    expect(confusionMatrix(predictions)).toEqual([
      [1, 1],
      [0, 2],
    ]);
    const svg = confusionMatrixSvg(predictions);
    elementsOf(svg);
    expect(svg).toMatch(/fill-opacity="0.54" d="M0 0h44v44h-44zM44 0h44v44h-44z"/);
    expect(svg).toMatch(/fill-opacity="1" d="M44 44h44v44h-44z"/);
  });

  it("shows the classes with most errors where there are many, within 300 kB", () => {
    const labels = Array.from({ length: 1000 }, (_, index) => `${hostile} ${index}`);
    const draws = noise(100_000);
    const svg = confusionMatrixSvg({
      labels,
      actual: draws.map((_, index) => index % 1000),
      predicted: draws.map((value) => Math.floor(value * 1000)),
    });
    elementsOf(svg);
    expect(svg).toContain("the 40 of 1,000 classes with most errors");
    expect(svg.length).toBeLessThan(300_000);
  });
});

describe("filtersSvg", () => {
  it("draws zero as mid-grey and the largest magnitude as black or white", () => {
    const svg = filtersSvg({ shape: [1, 1, 1, 3], data: [-2, 0, 1] });
    elementsOf(svg);
    expect([...svg.matchAll(/stroke="(#\w{6})" d="M/g)].map(([, color]) => color)).toEqual([
      "#000000",
      "#848484",
      "#bdbdbd",
    ]);
    expect(svg).toContain("1 kernels 1 × 3 · black −2, white 2");
  });

  it("draws kernels over three channels in colour, and stays below 300 kB", () => {
    const svg = filtersSvg(
      { shape: [96, 3, 11, 11], data: noise(96 * 363).map((value) => value - 0.5) },
      { maximum: 96 },
    );
    elementsOf(svg);
    expect(svg).toContain("96 kernels 11 × 11");
    expect(svg.length).toBeLessThan(300_000);
    const deep = filtersSvg({ shape: [512, 512, 3, 3], data: noise(512 * 512 * 9) });
    expect(deep).toContain("64 of 262,144 kernels");
  });

  it("says what it expects", () => {
    expect(() => filtersSvg({ shape: [10, 784], data: noise(7840) })).toThrow(
      "filtersSvg expects kernels [out, in, height, width], got [10, 784]",
    );
  });
});

describe("imagesSvg", () => {
  it("merges runs of equal pixels, marks wrong predictions and escapes captions", () => {
    const image = { shape: [2, 4], data: [0, 0, 0, 1, 1, 1, 0, 0] };
    const svg = imagesSvg([
      { image, caption: ["7", hostile], wrong: true },
      { image, caption: "1" },
    ]);
    elementsOf(svg);
    expect(svg).toContain('<path stroke="#000000" d="M0 0h3M2 1h2"/>');
    expect(svg.match(/bz-wrong-line/g)).toHaveLength(1);
    expect(svg).not.toContain("<script>");
  });

  it("averages large images down and stays below 300 kB", () => {
    const image = { shape: [3, 224, 224], data: noise(3 * 224 * 224) };
    const svg = imagesSvg(Array.from({ length: 60 }, () => ({ image, caption: "noise" })));
    elementsOf(svg);
    expect(svg.length).toBeLessThan(300_000);
    expect(() => imagesSvg([{ image: { shape: [2, 8, 8], data: noise(128) }, caption: "" }])).toThrow(
      "expected an image [H, W], [1, H, W] or [3, H, W], got [2, 8, 8]",
    );
  });
});

describe("pointsSvg", () => {
  it("draws the points of each class as one path, both axes on one scale", () => {
    const points = { shape: [3, 2], data: [0, 0, 10, 0, 0, 5] };
    const svg = pointsSvg({ points, classes: [0, 0, 1], labels: ["zero", hostile] }, { title: hostile });
    elementsOf(svg);
    const paths = [...svg.matchAll(/ d="(M[^"]*h0)"/g)].map(([, d]) => d);
    // 10 units are 448 pixels; what spans 5 of them stands in the middle.
    expect(paths).toEqual(["M6.0 342.0h0M454.0 342.0h0", "M6.0 118.0h0"]);
  });

  it("leaves out what is no number, draws equal points, and stays below 300 kB", () => {
    elementsOf(pointsSvg({ points: { shape: [2, 2], data: [NaN, 1, 1, 1] }, classes: [0, 0], labels: ["a"] }));
    const many = {
      points: { shape: [30_000, 2], data: noise(60_000) },
      classes: new Int32Array(30_000),
      labels: ["a"],
    };
    expect(pointsSvg(many).length).toBeLessThan(300_000);
  });

  it("refuses points that are not in a plane", () => {
    expect(() => pointsSvg({ points: { shape: [1, 3], data: [1, 2, 3] }, classes: [0], labels: ["a"] })).toThrow(
      "pointsSvg: expected points [N, 2] with a class for each, got [1, 3] and 1 classes",
    );
  });
});

describe("reportHtml", () => {
  const content = {
    title: hostile,
    facts: [
      ["accuracy", "93.9 %"],
      [hostile, hostile],
    ] as const,
    history: [
      { step: 1, loss: 2.3 },
      { step: 2, loss: 0.01, metrics: { accuracy: 0.9, perplexity: 12 } },
    ],
    command: `train "${hostile}"`,
  };

  it("is one page that loads and runs nothing", () => {
    const html = reportHtml({
      ...content,
      samples: [{ image: { shape: [2, 2], data: [0, 1, 1, 0] }, caption: hostile }],
      confusion: { labels: [hostile], actual: [0], predicted: [0] },
      filters: { shape: [1, 1, 2, 2], data: [0, 1, 1, 0] },
      baselines: [
        { name: "linear", metrics: { accuracy: 0.325 } },
        { name: hostile, metrics: { accuracy: 0.939, parameters: 61_706 }, own: true },
      ],
    });
    expect(html.startsWith('<!doctype html>\n<html lang="en">')).toBe(true);
    expect(html).not.toMatch(/<script|<link|@import|url\((?!#)|src=/);
    expect(html.replaceAll("http://www.w3.org/2000/svg", "")).not.toMatch(/https?:/);
    elementsOf(html.replace("<!doctype html>\n", "").replace(/<style>.*?<\/style>/s, ""));
    expect(html).toContain("<td>61,706</td>");
    expect(html).toContain("<td>–</td>");
    expect(reportHtml(content)).toBe(reportHtml(content));
  });

  it("leaves out sections without content", () => {
    const headings = [...reportHtml(content).matchAll(/<h2>(.*?)<\/h2>/g)].map(([, heading]) => heading);
    expect(headings).toEqual(["Training", "How to reproduce"]);
  });

  it("gives metrics that are no shares a chart of their own", () => {
    const titles = [...reportHtml(content).matchAll(/<title>(.*?)<\/title>/g)].map(([, title]) => title);
    expect(titles.slice(1)).toEqual(["Training loss", "accuracy", "perplexity"]);
  });
});
