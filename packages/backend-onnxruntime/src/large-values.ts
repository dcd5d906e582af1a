import type { OnnxModel } from "@blockzoo/onnx";

export type GraphProto = NonNullable<OnnxModel["proto"]["graph"]>;
export type NodeProto = GraphProto["node"][number];

/** Elements from which on it pays to think of where a value lies: a megabyte of float32. */
const fewest = 2 ** 18;

/** The names of those values, of a list of a graph's, that are large. Where a size is a name nobody knows. */
export function largeOf(infos: GraphProto["valueInfo"]): Set<string> {
  return new Set(infos.filter((info) => elementsOf(info) >= fewest).map(({ name }) => name));
}

function elementsOf({ type }: GraphProto["valueInfo"][number]): number {
  if (type?.value.case !== "tensorType") return 0;
  let elements = 1;
  for (const { value } of type.value.value.shape?.dim ?? [])
    elements *= value.case === "dimValue" ? Number(value.value) : 0;
  return elements;
}
