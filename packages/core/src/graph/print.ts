import { describeType, type Tensor } from "../tensor.js";
import type { Attributes, Graph } from "./graph.js";

/**
 * The graph as stable text: one line a node, values numbered in order, the block path behind it.
 *
 * @example
 * input x: float32[2,3]
 * %1 = relu(x): float32[2,3]
 * output y = %1
 */
export function printGraph(graph: Graph): string {
  const names = new Map<Tensor, string>();
  return printNodes(graph, names, "").join("\n") + "\n";
}

function printNodes(graph: Graph, names: Map<Tensor, string>, indent: string): string[] {
  const lines: string[] = [];
  const nameOf = (tensor: Tensor) => names.get(tensor) ?? "?";
  for (const node of graph.nodes) {
    const types = node.outputs.map(describeType).join(", ");
    if (node.op === "input" || node.op === "state" || node.op === "random") {
      const label = String(node.attributes["name"] ?? node.attributes["stream"]);
      names.set(node.outputs[0]!, label);
      const distribution = node.op === "random" ? ` ${String(node.attributes["distribution"])}` : "";
      lines.push(`${indent}${node.op}${distribution} ${label}: ${types}`);
      continue;
    }
    for (const output of node.outputs) names.set(output, `%${names.size}`);
    const op = node.op === "composite" ? `composite ${String(node.attributes["name"])}` : node.op;
    const place = node.path === "" ? "" : `  # ${node.path}`;
    lines.push(
      `${indent}${node.outputs.map(nameOf).join(", ")} = ${op}(${node.inputs.map(nameOf).join(", ")})` +
        `${printAttributes(node.attributes)}: ${types}${place}`,
    );
    const body = node.attributes["body"] as Graph | undefined;
    if (body !== undefined) lines.push(...printNodes(body, new Map(names), `${indent}  `));
  }
  for (const entry of graph.state) {
    if (entry.output !== undefined) lines.push(`${indent}update ${entry.name} = ${nameOf(entry.output)}`);
  }
  for (const output of graph.outputs) lines.push(`${indent}output ${output.name} = ${nameOf(output.tensor)}`);
  return lines;
}

/** Attributes as text; a constant's values in full up to eight, beyond that by a digest of their bytes. */
export function printAttributes(attributes: Attributes): string {
  const entries = Object.entries(attributes).filter(([key]) => key !== "body");
  return entries.length === 0 ? "" : ` ${JSON.stringify(Object.fromEntries(entries), replaceArrays)}`;
}

function replaceArrays(_key: string, value: unknown): unknown {
  if (!ArrayBuffer.isView(value)) return value;
  const array = value as Float32Array;
  return array.length <= 8 ? [...array] : `${array.length} values, digest ${digest(array)}`;
}

/** FNV-1a over the bytes of an array, twice with different offsets: enough to tell constants apart, not a checksum. */
export function digest(array: ArrayBufferView): string {
  const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
  let first = 0x811c9dc5;
  let second = 0x01000193;
  for (const byte of bytes) {
    first = Math.imul(first ^ byte, 0x01000193);
    second = Math.imul(second ^ byte, 0x85ebca6b) + 1;
  }
  return [first, second].map((half) => (half >>> 0).toString(16).padStart(8, "0")).join("");
}

/** A digest of a graph's whole structure and constants: equal graphs share compiled programs. */
export function hashGraph(graph: Graph): string {
  return digest(new TextEncoder().encode(printGraph(graph)));
}
