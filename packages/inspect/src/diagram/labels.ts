import {
  bodyOf,
  constantOf,
  foldDimension,
  sizeOf,
  type Dimension,
  type DimensionAlgebra,
  type Node,
  type Shape,
  type Tensor,
} from "@blockzoo/core";
import { significant } from "../drawing/numbers.js";
import { fitText } from "../drawing/text.js";
import { kindOfName } from "./kinds.js";

/**
 * What sets a block with one main operation apart: `5×5`, `3×3, stride 2`, `120 → 84`.
 *
 * @param originOf what an input of the step of a scan stands for outside it
 */
export function detailOf(nodes: readonly Node[], originOf: (tensor: Tensor) => Tensor): string {
  const main = nodes.filter((node) => ["convolution", "pooling", "dense"].includes(kindOfName(node.op)));
  const [node] = main;
  if (node === undefined || main.length > 1 || nodes.some((each) => bodyOf(each.attributes) !== undefined)) return "";
  if (node.op === "matMul") return featuresText(node, originOf);
  const kernel = (node.attributes["kernel"] ?? node.inputs[1]?.shape.slice(2)) as readonly number[] | undefined;
  if (kernel === undefined) return "";
  const isPool = kindOfName(node.op) === "pooling";
  const strides = perAxis(node.attributes["strides"], "stride", isPool ? kernel.join("×") : "1");
  const dilations = perAxis(node.attributes["dilations"], "dilation", "1");
  const groups = node.attributes["groups"];
  const grouped = typeof groups === "number" && groups > 1 ? [`${groups} groups`] : [];
  return [kernel.join("×"), ...strides, ...dilations, ...grouped].join(", ");
}

/** `in → out` of a product with a parameter. */
function featuresText({ inputs, outputs }: Node, originOf: (tensor: Tensor) => Tensor): string {
  const weight = inputs.find((input) => originOf(input).node.op === "state");
  const input = inputs.find((each) => each !== weight);
  return weight === undefined ? "" : `${input!.shape.at(-1)} → ${outputs[0]!.shape.at(-1)}`;
}

/** A number for each axis, written once where they are equal, and not at all where they are as usual. */
function perAxis(values: unknown, name: string, usual: string): string[] {
  if (!Array.isArray(values)) return [];
  const text = new Set(values).size === 1 ? String(values[0]) : values.join("×");
  return text === usual || values.join("×") === usual ? [] : [`${name} ${text}`];
}

/** The name of an operation, with the numbers that it takes and what it cuts: `mul 0.5`, `slice 12:24`, `split in 4`. */
export function functionText(node: Node): string {
  const numbers = node.inputs.flatMap((input) => {
    const value = constantOf(input.node);
    return value !== undefined && sizeOf(value.shape) === 1 ? significant(value.data[0]!) : [];
  });
  const pieces = node.op === "split" ? [`in ${node.outputs.length}`] : [];
  return [node.op, ...numbers, ...rangeOfSlice(node), ...pieces].join(" ");
}

/** How many steps a scan makes. */
export function stepsText({ inputs, attributes }: Node): string {
  const steps = inputs[attributes["carries"] as number]!.shape[0]!;
  return `${steps} steps${attributes["reverse"] === true ? ", last to first" : ""}`;
}

function rangeOfSlice({ op, attributes, outputs }: Node): string[] {
  if (op !== "slice") return [];
  const { axes, starts, steps } = attributes as { axes: number[]; starts: number[]; steps: number[] };
  const size = axes.length === 1 && steps[0] === 1 && starts[0]! >= 0 ? outputs[0]!.shape[axes[0]!] : undefined;
  return typeof size === "number" ? [`${starts[0]}:${starts[0]! + size}`] : [];
}

/** The parameters, buffers and constant arrays that a function takes: `weight 84×120`, or only names where they are several. */
export function storedText(tensors: readonly Tensor[], nameOf: (stateName: string) => string): string {
  const stored = [...new Set(tensors)].flatMap((tensor) => {
    const { op, attributes } = tensor.node;
    if (op === "state") return { name: nameOf(String(attributes["name"])), tensor };
    return op === "constant" && sizeOf(tensor.shape as readonly number[]) > 1 ? { name: "constant", tensor } : [];
  });
  const [first] = stored;
  if (first === undefined) return "";
  if (stored.length === 1) return `${first.name} ${sizesText(first.tensor.shape)}`;
  return fitText(stored.map(({ name }) => name).join(", "), 12, 160);
}

/** `N×6×28×28`, `int32 N`, `scalar`; `H′` is a size that long arithmetic makes of H. */
export function shapeText({ dtype, shape }: Tensor): string {
  return dtype === "float32" ? sizesText(shape) : `${dtype} ${sizesText(shape)}`;
}

function sizesText(shape: Shape): string {
  return shape.length === 0 ? "scalar" : shape.map(sizeText).join("×");
}

/** Names that a size is made of. */
const names: DimensionAlgebra<readonly string[]> = {
  number: () => [],
  name: (name) => [name],
  apply: (_, left, right) => [...left, ...right],
};

const longestArithmetic = 8;

function sizeText(size: Dimension): string {
  if (typeof size === "number" || size.length <= longestArithmetic) return String(size);
  const found = [...new Set(foldDimension(size, names))];
  return found[0] === size ? size : found.map((name) => `${name}′`).join("");
}
