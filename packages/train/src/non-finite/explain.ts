import { describeType, type Graph, type NDArray, type Node, type Tensor } from "@blockzoo/core";

/** What is in an array, as far as it explains why an op did not give finite numbers. */
export interface Range {
  readonly type: string;
  /** Of the finite values; infinity and minus infinity where there are none. */
  readonly minimum: number;
  readonly maximum: number;
  readonly nan: number;
  readonly infinite: number;
  readonly zeros: number;
  readonly size: number;
}

export function rangeOf(array: NDArray): Range {
  const range = { minimum: Infinity, maximum: -Infinity, nan: 0, infinite: 0, zeros: 0 };
  for (const value of array.data) {
    if (Number.isNaN(value)) range.nan++;
    else if (!Number.isFinite(value)) range.infinite++;
    else {
      range.minimum = Math.min(range.minimum, value);
      range.maximum = Math.max(range.maximum, value);
      if (value === 0) range.zeros++;
    }
  }
  return { ...range, type: describeType(array), size: array.data.length };
}

/** `float32[64] from -0.013 to 2.4, 3 of 64 NaN` */
export function rangeText({ type, minimum, maximum, nan, infinite, size }: Range): string {
  const short = (value: number): number => Number(value.toPrecision(3));
  const parts = [
    minimum > maximum ? type : `${type} from ${short(minimum)} to ${short(maximum)}`,
    ...(nan > 0 ? [`${nan} of ${size} NaN`] : []),
    ...(infinite > 0 ? [`${infinite} of ${size} infinite`] : []),
  ];
  return parts.join(", ");
}

/** Why ops give values that are not finite, where their inputs show it. */
const reasons: Readonly<Record<string, (inputs: readonly Range[]) => string | undefined>> = {
  sqrt: ([x]) => (x!.minimum < 0 ? "sqrt of a negative number" : undefined),
  log: ([x]) => (x!.minimum < 0 ? "log of a negative number" : x!.zeros > 0 ? "log of zero" : undefined),
  div: ([, divisor]) => (divisor!.zeros > 0 ? "division by zero" : undefined),
  pow: ([base]) =>
    base!.minimum < 0 ? "a power of a negative number" : base!.zeros > 0 ? "a power of zero" : undefined,
};

/** `sqrt of a negative number`, `exp overflows float32`. */
export function reasonFor({ op }: Node, inputs: readonly Range[], output: Range): string {
  const areFinite = inputs.every(({ nan, infinite }) => nan + infinite === 0);
  // Losses mark what they cannot compute, such as a label that is no class, by a constant NaN.
  if (!areFinite && op === "where" && output.nan > 0) return "a bad input, such as a label that is no class, gives NaN";
  if (!areFinite) return `${op} takes in values that are not finite`;
  return reasons[op]?.(inputs) ?? (output.infinite > 0 ? `${op} overflows float32` : `${op} gives NaN`);
}

/** `layer2.0.bn1`, `the gradient of layer2.0.bn1`, `the update of conv1.weight`. */
export function placeOf(step: Graph, node: Node): string {
  const own = [node.path, ...(node.region === undefined ? [] : [outermost(node.region).name])].filter(
    (part) => part !== "",
  );
  const block = own.length === 0 ? "the loss" : own.join("/");
  if (node.path === "update") return `the update of ${updatedBy(step, node) ?? "the state"}`;
  const loss = step.outputs.find(({ name }) => name === "loss")!.tensor.node;
  return step.nodes.indexOf(node) > step.nodes.indexOf(loss) ? `the gradient of ${block}` : block;
}

function outermost(region: NonNullable<Node["region"]>): NonNullable<Node["region"]> {
  return region.parent === undefined ? region : outermost(region.parent);
}

/** The first parameter whose new value depends on a node. */
function updatedBy({ nodes, state }: Graph, node: Node): string | undefined {
  const reached = new Set<Tensor>(node.outputs);
  for (const each of nodes.slice(nodes.indexOf(node) + 1)) {
    if (each.inputs.some((input) => reached.has(input))) for (const output of each.outputs) reached.add(output);
  }
  const updated = state.filter(({ output }) => output !== undefined && reached.has(output));
  return (updated.find(({ kind }) => kind === "parameter") ?? updated[0])?.name;
}
