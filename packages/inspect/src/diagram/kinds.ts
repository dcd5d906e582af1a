import type { Node } from "@blockzoo/core";
import { regionOf } from "../tracing/regions.js";
import type { DiagramKind } from "./model.js";

const kindsOfOps: Readonly<Record<string, DiagramKind>> = {
  conv: "convolution",
  convTranspose: "convolution",
  maxPool: "pooling",
  averagePool: "pooling",
  maxUnpool: "pooling",
  matMul: "dense",
  scan: "recurrent",
  relu: "activation",
  tanh: "activation",
  sigmoid: "activation",
  erf: "activation",
  softmax: "activation",
  logSoftmax: "activation",
  gelu: "activation",
};

/** The kind of a function, by the name of its op or composite. */
export function kindOfName(name: string): DiagramKind {
  if (/norm|lrn/i.test(name)) return "normalisation";
  return kindsOfOps[name] ?? (name.endsWith(" gate") ? "activation" : "other");
}

/** Where a block without blocks in it does several things, the first of these is what it is. */
const precedence: readonly DiagramKind[] = [
  "recurrent",
  "convolution",
  "pooling",
  "dense",
  "normalisation",
  "activation",
];

/**
 * The kind of a closed block, by what it computes.
 *
 * @param parts the nodes of each innermost block, with the name of its class
 */
export function kindOfBlock(parts: readonly { readonly type: string; readonly nodes: readonly Node[] }[]): DiagramKind {
  const kinds = new Set(parts.map(({ type, nodes }) => kindOfPart(type, nodes)));
  if (kinds.size > 1) for (const kind of ["activation", "other"] as const) kinds.delete(kind);
  const [first] = kinds;
  return kinds.size === 1 ? first! : kinds.size === 0 ? "other" : "composite";
}

function kindOfPart(type: string, nodes: readonly Node[]): DiagramKind {
  // In training, batch normalisation is a dozen plain ops: only its class says what they are.
  if (/norm/i.test(type)) return "normalisation";
  const kinds = new Set(nodes.map((node) => kindOfName(regionOf(node)?.name ?? node.op)));
  return precedence.find((kind) => kinds.has(kind)) ?? "other";
}
