import type { TensorType } from "@blockzoo/core";
import type { Variant } from "@blockzoo/family";
import { findVariant } from "@blockzoo/zoo";
import { mainFile, type Program } from "./program.js";
import { sourcePath } from "./source-path.js";

/** Where families say what variants they have. */
const variantsFile = "variants.ts";

/** What a task knows to do for the command line, which its other files load when that asks, is of no use in a page. */
const commandFile = "command.ts";
const withoutCommand =
  "// What serves the command line is left out here.\nexport const command = undefined as never;\n";

/**
 * The code of a variant's network, with a first file that says how it learns.
 *
 * @throws BlockzooError where there is no such variant
 */
export async function variantProgram(id: string): Promise<Program> {
  const [{ family, variant }, { familySources }] = await Promise.all([findVariant(id), import("./family-sources.js")]);
  const files = reachableFrom(variantsFile, (file) => familySources[`${family.name}/src/${file}`]);
  return { title: id, files: { [mainFile]: mainText(id, variant), ...files } };
}

/** The file, and all that it imports by relative paths, in the order in which they are met. */
function reachableFrom(first: string, textOf: (file: string) => string | undefined): Record<string, string> {
  const found: Record<string, string> = {};
  const visit = (file: string): void => {
    const text = file.endsWith(commandFile) ? withoutCommand : textOf(file);
    if (text === undefined || Object.hasOwn(found, file)) return;
    found[file] = text;
    for (const [, specifier] of text.matchAll(/\b(?:from |import\()"(\.[^"]+)"/g))
      visit(sourcePath(`/${file}`, specifier!).slice(1));
  };
  visit(first);
  return found;
}

function mainText(id: string, variant: Variant): string {
  const size = glyphSize(variant);
  return size === undefined ? learnerByHeart(id, variant) : glyphReader(id, variant, size);
}

/** The side of the grey images that a network classifies, where it has one size. */
function glyphSize({ task, graphs }: Variant): number | undefined {
  if (task.name !== "image-classification") return undefined;
  const [image] = Object.values(graphs["forward"]!.input) as TensorType[];
  const [, channels, height, width] = image!.shape;
  return channels === 1 && typeof height === "number" && height === width ? height : undefined;
}

function networkText(id: string, { summary }: Variant): string {
  return `/** ${id}: ${summary}. Its code is in the other files. */\nexport const network = variants["${id}"];\n`;
}

function glyphReader(id: string, variant: Variant, size: number): string {
  const glyphs = (count: number, seed: number) =>
    `glyphs({ count: ${count}, seed: ${seed}, geometry: "${size <= 16 ? "h16" : "hard"}", size: ${size} })`;
  return `import { batched, glyphs } from "@blockzoo/data";
import { mainOutput, type RecipeContext } from "@blockzoo/family";
import { adam, crossEntropy, fit } from "@blockzoo/train";
import { variants } from "./variants.js";

${networkText(id, variant)}
/** Learns to read drawn digits that are moved, turned, scaled and noisy. */
export function train({ backend, onProgress }: RecipeContext) {
  return fit(network.create(), {
    data: batched(${glyphs(3000, 0)}, { batchSize: 64, seed: 1 }),
    loss: (model, { x, y }) => crossEntropy(mainOutput(network, model, { x }), y),
    optimizer: adam({ learningRate: 3e-3 }),
    steps: 300,
    validation: {
      data: batched(${glyphs(500, 1)}, { batchSize: 100, sampling: "sequential", remainder: "mask" }),
      everySteps: 50,
    },
    backend,
    onProgress,
  });
}
`;
}

/** Any network can learn a few samples by heart; its task has them. */
function learnerByHeart(id: string, variant: Variant): string {
  return `import type { Tensor } from "@blockzoo/core";
import { arrayDataset, batched } from "@blockzoo/data";
import type { RecipeContext } from "@blockzoo/family";
import { adam, fit } from "@blockzoo/train";
import { variants } from "./variants.js";

${networkText(id, variant)}
/** Learns eight samples by heart, as any network can that can be trained. */
export async function train({ backend, onProgress }: RecipeContext) {
  const drill = await network.task.drill();
  const arrays = drill.batch(network, { samples: 8, seed: 0 });
  return fit(network.create(), {
    data: batched(arrayDataset({ name: "drill", arrays }), { batchSize: 8 }),
    loss: (model, batch: Readonly<Record<string, Tensor>>) => drill.loss(network, model, batch),
    optimizer: adam({ learningRate: 3e-3 }),
    steps: 100,
    backend,
    onProgress,
  });
}
`;
}
