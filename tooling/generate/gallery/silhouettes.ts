import { readFileSync, writeFileSync } from "node:fs";
import { bodyOf, nodeCost, sizeOf, type Node, type Tensor } from "@blockzoo/core";
import { numericGraph, type Family } from "@blockzoo/family";
import { families } from "@blockzoo/zoo";
import { format } from "prettier";

const file = new URL("../../../apps/gallery/src/hall/silhouettes.ts", import.meta.url);

/** A loop is drawn by so many of its steps at most. */
const mostSteps = 12;

/** The file of all silhouettes, each of the first variant of a family. */
export async function silhouettesFile(): Promise<string> {
  const rows: string[] = [];
  for (const [name, load] of Object.entries(families)) {
    rows.push(`${JSON.stringify(name)}: [${silhouette(await load()).join(", ")}],`);
  }
  const text = `// Written by \`pnpm generate:silhouettes\` from the graphs of the families; a test checks that it is fresh.

/**
 * How wide the stream of numbers is on its way through the first network of each family: how many values every convolution,
 * product and step of a loop makes of one sample, in the order of the graph.
 */
export const silhouettes: Readonly<Record<string, readonly number[]>> = { ${rows.join("\n")} };
`;
  return format(text, { parser: "typescript", printWidth: 120 });
}

export const presentSilhouettesFile = (): string => readFileSync(file, "utf8");

export async function writeSilhouettesFile(): Promise<void> {
  writeFileSync(file, await silhouettesFile());
}

function silhouette(family: Family): readonly number[] {
  const variant = Object.values(family.variants)[0]!;
  const [name] = Object.keys(variant.graphs);
  const { inputs, nodes } = numericGraph(variant, { name: name!, samples: 1 });
  return [valuesIn(inputs[0]!.tensor), ...nodes.flatMap(widths)];
}

/** The values that a node makes, where it multiplies; for a loop, those that go from step to step, once for each. */
function widths(node: Node): readonly number[] {
  const body = bodyOf(node.attributes);
  if (body === undefined) return nodeCost(node) > 0 ? [valuesIn(node.outputs[0]!)] : [];
  const [steps] = node.inputs[node.attributes["carries"] as number]!.shape as readonly number[];
  const width = Math.max(...body.outputs.map(({ tensor }) => valuesIn(tensor)));
  return new Array<number>(Math.min(steps!, mostSteps)).fill(width);
}

function valuesIn({ shape }: Tensor): number {
  return sizeOf(shape as readonly number[]);
}
