import { expect, it } from "vitest";
import { parseReport } from "../../src/playground/sandbox/parse-report.js";

const node = {
  id: "a",
  label: "<img onerror=alert(1)>",
  detail: "",
  repeat: 1,
  kind: "other",
  isBlock: true,
  canOpen: false,
  paths: [],
};
const box = { x: 0, y: 0, width: 1, height: 1 };
const totals = {
  parameters: 1,
  trainable: 1,
  buffers: 0,
  macs: 0,
  activations: 0,
  activationBytes: 0,
  trainingBytes: 0,
};
const diagram = { width: 1, height: 1, nodes: [{ node, box }], edges: [], clusters: [] };

function looked(change: object): unknown {
  return {
    kind: "looked",
    look: { name: "N", trains: false, graphs: [{ name: "forward", totals, diagram: { ...diagram, ...change } }] },
  };
}

it("takes texts as they are: the page escapes what it shows", () => {
  expect(parseReport(looked({}))).toMatchObject({
    look: { graphs: [{ diagram: { nodes: [{ node: { label: node.label } }] } }] },
  });
});

it.each([
  ["no record", 3],
  ["of no known kind", { kind: "eval", code: "1" }],
  ["a place that is markup", looked({ nodes: [{ node, box: { ...box, x: '"><script>' } }] })],
  ["a kind that is none", looked({ nodes: [{ node: { ...node, kind: "constructor" }, box }] })],
  ["a list that is none", looked({ edges: "abc" })],
  ["a list that is too long", looked({ edges: Array.from({ length: 30_000 }, () => ({})) })],
  ["a step that is none", { kind: "progress", point: { step: "1", totalSteps: 2 } }],
  ["a metric that is none", { kind: "progress", point: { step: 1, totalSteps: 2, metrics: { accuracy: {} } } }],
])("refuses %s", (_, report) => {
  expect(() => parseReport(report)).toThrow("the sandbox's report");
});

it("hands on nothing but what it knows", () => {
  const point = { step: 1, totalSteps: 2, loss: 0.5, metrics: { accuracy: 1 } };
  expect(parseReport({ kind: "progress", point: { ...point, other: 1 }, more: 2 })).toEqual({
    kind: "progress",
    point,
  });
});
