import { check, parseRecord, parseString, parseStrings, type PlainRecord } from "@blockzoo/core";
import type { Box, DiagramCluster, DiagramKind, DiagramNode, Layout, Point } from "@blockzoo/inspect";
import type { Failure, GraphLook, Look, Report, TrainingPoint } from "./messages.js";

type DiagramFunction = NonNullable<DiagramNode["function"]>;

/** A longer list, or a longer text, is nothing that a page could show. */
const longest = { list: 20_000, text: 20_000 };

/**
 * What the sandbox says, as what the page expects. Its worker runs code of any origin, which may say anything.
 *
 * @throws BlockzooError where it is something else
 */
export function parseReport(value: unknown): Report {
  const report = parseRecord(value, where);
  switch (report["kind"]) {
    case "alive":
    case "ended":
      return { kind: report["kind"] };
    case "said":
      return { kind: "said", text: text(report, "text") };
    case "looked":
      return { kind: "looked", look: parseLook(record(report, "look")) };
    case "progress":
      return { kind: "progress", point: parsePoint(record(report, "point")) };
    case "failed":
      return { kind: "failed", failure: parseFailure(record(report, "failure")) };
    default:
      throw unknownReport();
  }
}

const where = "the sandbox's report";

function unknownReport(): Error {
  return new TypeError(`${where} is of no known kind`);
}

function parseLook(look: PlainRecord): Look {
  return { name: text(look, "name"), graphs: list(look, "graphs", parseGraph), trains: look["trains"] === true };
}

const totals = [
  "parameters",
  "trainable",
  "buffers",
  "macs",
  "activations",
  "activationBytes",
  "trainingBytes",
] as const;

function parseGraph(graph: PlainRecord): GraphLook {
  return {
    name: text(graph, "name"),
    totals: numbers(record(graph, "totals"), totals),
    diagram: parseLayout(record(graph, "diagram")),
  };
}

const kinds: readonly DiagramKind[] = [
  "input",
  "output",
  "parameter",
  "convolution",
  "pooling",
  "dense",
  "recurrent",
  "normalisation",
  "activation",
  "composite",
  "other",
];

function parseLayout(layout: PlainRecord): Layout {
  return {
    ...numbers(layout, ["width", "height"]),
    nodes: list(layout, "nodes", (placed) => ({ node: parseNode(record(placed, "node")), box: parseBox(placed) })),
    edges: list(layout, "edges", parseEdge),
    clusters: list(layout, "clusters", (placed) => ({
      cluster: parseCluster(record(placed, "cluster")),
      box: parseBox(placed),
      text: text(placed, "text"),
    })),
  };
}

function parseNode(node: PlainRecord): DiagramNode {
  return {
    ...texts(node, ["id", "label", "detail"]),
    ...numbers(node, ["repeat"]),
    kind: oneOf(node, "kind", kinds),
    isBlock: node["isBlock"] === true,
    canOpen: node["canOpen"] === true,
    cluster: optionalText(node, "cluster"),
    function: node["function"] === undefined ? undefined : parseFunction(record(node, "function")),
    paths: parseStrings(node["paths"], where),
  };
}

function parseFunction(called: PlainRecord): DiagramFunction {
  const ordinal = called["ordinal"] === undefined ? undefined : numbers(called, ["ordinal"]).ordinal;
  return { name: text(called, "name"), ordinal };
}

function parseCluster(cluster: PlainRecord): DiagramCluster {
  return {
    ...texts(cluster, ["id", "label"]),
    ...numbers(cluster, ["repeat"]),
    parent: optionalText(cluster, "parent"),
    paths: parseStrings(cluster["paths"], where),
  };
}

function parseEdge(placed: PlainRecord): Layout["edges"][number] {
  const edge = record(placed, "edge");
  return {
    edge: { ...texts(edge, ["from", "to", "shape"]), feedback: edge["feedback"] === true },
    text: text(placed, "text"),
    points: list(placed, "points", parsePlace),
    label: parsePlace(record(placed, "label")),
    isStraight: placed["isStraight"] === true,
  };
}

function parseBox(placed: PlainRecord): Box {
  return numbers(record(placed, "box"), ["x", "y", "width", "height"]);
}

function parsePlace(place: PlainRecord): Point {
  return numbers(place, ["x", "y"]);
}

function parsePoint(point: PlainRecord): TrainingPoint {
  const { metrics } = point;
  const known = metrics === undefined ? {} : parseRecord(metrics, where);
  const names = Object.keys(known).slice(0, 20);
  return {
    ...numbers(point, ["step", "totalSteps"]),
    ...(typeof point["loss"] === "number" && { loss: point["loss"] }),
    ...(names.length > 0 && { metrics: numbers(known, names) }),
  };
}

function parseFailure(failure: PlainRecord): Failure {
  const file = optionalText(failure, "file");
  return { message: text(failure, "message"), ...(file !== undefined && { file, ...numbers(failure, ["line"]) }) };
}

function record(from: PlainRecord, key: string): PlainRecord {
  return parseRecord(from[key], `${where}: ${key}`);
}

function text(from: PlainRecord, key: string): string {
  return parseString(from[key], `${where}: ${key}`).slice(0, longest.text);
}

function optionalText(from: PlainRecord, key: string): string | undefined {
  return from[key] === undefined ? undefined : text(from, key);
}

function texts<Key extends string>(from: PlainRecord, keys: readonly Key[]): Record<Key, string> {
  return Object.fromEntries(keys.map((key) => [key, text(from, key)])) as Record<Key, string>;
}

function numbers<Key extends string>(from: PlainRecord, keys: readonly Key[]): Record<Key, number> {
  const values = keys.map((key) => {
    const value = from[key];
    check(typeof value === "number", () => `${where}: ${key} is expected to be a number`);
    return [key, value];
  });
  return Object.fromEntries(values) as Record<Key, number>;
}

function oneOf<const Value extends string>(from: PlainRecord, key: string, values: readonly Value[]): Value {
  const found = values.find((value) => value === from[key]);
  check(found !== undefined, () => `${where}: ${key} is expected to be one of ${values.join(", ")}`);
  return found;
}

function list<T>(from: PlainRecord, key: string, parse: (entry: PlainRecord) => T): T[] {
  const values: unknown = from[key];
  check(Array.isArray(values), () => `${where}: ${key} is expected to be a list`);
  check(values.length <= longest.list, () => `${where}: ${key} has ${values.length} entries, too many to be shown`);
  return (values as unknown[]).map((value) => parse(parseRecord(value, `${where}: ${key}`)));
}
