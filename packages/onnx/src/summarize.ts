import type { GraphProto, ModelProto } from "./schema/onnx_pb.js";

/** How many nodes of each operator a model has, bodies included, by name. */
export function countOperators(model: ModelProto): Record<string, number> {
  const counts = new Map<string, number>();
  const visit = (graph: GraphProto): void => {
    for (const { opType, attribute } of graph.node) {
      counts.set(opType, (counts.get(opType) ?? 0) + 1);
      for (const { g } of attribute) if (g !== undefined) visit(g);
    }
  };
  if (model.graph !== undefined) visit(model.graph);
  return Object.fromEntries([...counts].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
