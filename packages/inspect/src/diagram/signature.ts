import { bodyOf, describeType, printGraph, type Node, type Tensor } from "@blockzoo/core";

/**
 * What a node of a diagram computes, as text: two with the same text do the same to the same types, each with parameters
 * of its own.
 *
 * @param type the class of a block, or the name of a function
 * @param path of the block: paths count relative to it
 */
export function signatureOf(type: string, path: string, nodes: readonly Node[]): string {
  const position = new Map(nodes.flatMap((node, index) => node.outputs.map((output) => [output, index] as const)));
  const operand = (input: Tensor) => {
    const index = position.get(input);
    if (index !== undefined) return `${index}.${input.index}`;
    const { op, attributes } = input.node;
    return op === "constant" ? plain(attributes) : `${op === "state" ? "state" : "given"} ${describeType(input)}`;
  };
  const lines = nodes.map((node) =>
    [
      node.path.slice(path.length),
      node.op,
      ...node.inputs.map(operand),
      plain(node.attributes),
      ...node.outputs.map(describeType),
    ].join(" "),
  );
  return [type, ...lines].join("\n");
}

function plain(attributes: Node["attributes"]): string {
  const body = bodyOf(attributes);
  const written = JSON.stringify({ ...attributes, body: undefined }, (_, value: unknown) =>
    ArrayBuffer.isView(value) ? Array.from(value as Float32Array) : value,
  );
  // The block paths that the text of a body ends its lines with are those of one call, not of the kind of block.
  return body === undefined ? written : written + printGraph(body).replace(/ {2}# .*/g, "");
}
