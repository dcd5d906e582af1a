import type { ScanAttributes } from "../../ops/scan.js";
import type { Tensor } from "../../tensor.js";
import type { Graph, Node } from "../graph.js";
import { rewrite, type Rewriter } from "../rewrite.js";

/**
 * Drops nodes whose values nothing uses, and from a `scan` the carries, sequences, captures and results that nothing
 * uses. Inputs stay, since they are the graph's signature.
 */
export function eliminateDeadCode(graph: Graph): Graph {
  const used = usedTensors(graph);
  const kept = rewrite(graph, {
    drop: (node) => node.op !== "input" && !node.outputs.some((output) => used.has(output)),
    node: (node, rewriter) => (node.op === "scan" ? prunedScan(node, used, rewriter) : undefined),
  });
  // A pruned scan uses fewer tensors, so what made them may be dead now.
  return kept.nodes.length < graph.nodes.length && kept.nodes.some((node) => node.op === "scan")
    ? eliminateDeadCode(kept)
    : kept;
}

function usedTensors(graph: Graph): Set<Tensor> {
  const used = new Set<Tensor>([
    ...graph.outputs.map((output) => output.tensor),
    ...graph.state.flatMap((entry) => (entry.output === undefined ? [] : [entry.output, entry.tensor])),
    ...graph.probes.flatMap((probe) => [probe.tensor, probe.source]),
  ]);
  for (const node of graph.nodes.toReversed()) {
    if (!node.outputs.some((output) => used.has(output))) continue;
    for (const input of node.inputs) used.add(input);
  }
  return used;
}

function prunedScan(node: Node, used: ReadonlySet<Tensor>, { builder, get }: Rewriter): readonly Tensor[] {
  const attributes = node.attributes as ScanAttributes;
  const { body, carries, sequences, histories } = attributes;
  const isUsed = (index: number) => used.has(node.outputs[index]!);
  const results = body.outputs.slice(carries).map((output, index) => ({ output, index: carries + index }));
  const keptResults = results.filter(({ index }) => isUsed(index));
  const keptHistories = histories.filter((_, index) => isUsed(body.outputs.length + index));

  // A carry lives if its end or history is used, or if a living value is computed from it.
  const living = new Set(body.inputs.slice(0, carries).flatMap((_, index) => (isUsed(index) ? [index] : [])));
  for (const index of keptHistories) living.add(index);
  let needed = new Set<Tensor>();
  for (let size = -1; size !== living.size;) {
    size = living.size;
    const outputs = [...[...living].map((index) => body.outputs[index]!), ...keptResults.map(({ output }) => output)];
    needed = usedTensors({ ...body, outputs });
    body.inputs.slice(0, carries).forEach((input, index) => {
      if (needed.has(input.tensor)) living.add(index);
    });
  }

  const keptCarries = [...living].toSorted((a, b) => a - b);
  const keep = body.inputs.map(({ tensor }, index) => (index < carries ? living.has(index) : needed.has(tensor)));
  // The loop needs a sequence to take its length from.
  if (!keep.slice(carries, carries + sequences).includes(true)) keep[carries] = true;
  const pruned = eliminateDeadCode({
    ...body,
    inputs: body.inputs.filter((_, index) => keep[index]),
    nodes: body.nodes.filter(
      (inner) => inner.op !== "input" || keep[body.inputs.findIndex((input) => input.tensor === inner.outputs[0])],
    ),
    outputs: [...keptCarries.map((index) => body.outputs[index]!), ...keptResults.map(({ output }) => output)],
  });
  const next: ScanAttributes = {
    ...attributes,
    body: pruned,
    carries: keptCarries.length,
    sequences: keep.slice(carries, carries + sequences).filter(Boolean).length,
    histories: keptHistories.map((index) => keptCarries.indexOf(index)),
  };
  const order = [
    ...keptCarries,
    ...keptResults.map(({ index }) => index),
    ...keptHistories.map((index) => body.outputs.length + histories.indexOf(index)),
  ];
  const outputs = builder.addNode(
    node.definition!,
    node.inputs.filter((_, index) => keep[index]).map(get),
    next,
    order.map((index) => node.outputs[index]!),
    { path: node.path, region: node.region },
  );
  return node.outputs.map((_, index) => outputs[order.indexOf(index)]!);
}
