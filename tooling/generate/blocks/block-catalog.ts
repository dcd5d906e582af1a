import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { documentedExports, type Documented } from "./doc-comments.js";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const core = "packages/core/src";

export const target = join(root, "docs/blocks.md");

/** The themes of the catalogue, in order, and the files of `packages/core/src` that hold them. */
const themes = {
  "Basic layers": ["layers/linear", "layers/embedding", "layers/dropout", "layers/containers", "layers/teaching"],
  Convolution: ["layers/convolution", "layers/separable-convolution", "layers/locally-connected", "functions/patches"],
  Pooling: [
    "layers/pooling",
    "layers/adaptive-pooling",
    "layers/stochastic-pooling",
    "layers/subsampling",
    "layers/roi-pooling",
    "layers/unpooling",
    "functions/pooling",
  ],
  Normalisation: [
    "layers/normalization",
    "layers/group-normalization",
    "functions/normalization",
    "functions/group-normalization",
  ],
  "Activations and gates": ["ops/elementwise-unary", "functions/activations", "layers/activations"],
  "Recurrent nets": [
    "layers/recurrent/elman",
    "layers/recurrent/lstm",
    "layers/recurrent/gru",
    "layers/recurrent/minimal-gru",
  ],
  "Frames, resampling and filters": [
    "layers/padding",
    "functions/padding",
    "layers/upsample",
    "functions/resize",
    "functions/filters",
  ],
  Attention: ["layers/attention", "functions/attention"],
  Memory: ["layers/memory", "functions/memory"],
  Trees: ["layers/tree", "functions/trees"],
  Sound: ["functions/mel-filter-banks", "functions/normalize-along-time"],
  "The flow of gradients": ["functions/gradient-flow"],
} as const satisfies Record<string, readonly string[]>;

/** Files of `layers` and `functions` that hold no blocks: what blocks and tests are made with. */
const foundations: readonly string[] = [
  "layers/index",
  "layers/recurrent/gate",
  "layers/recurrent/index",
  "layers/recurrent/layers",
  "layers/recurrent/recurrence",
  "layers/recurrent/states",
  "layers/recurrent/weights",
  "layers/sizes",
  "functions/channels",
  "functions/length-mask",
  "functions/lengths-after",
  "functions/probe",
  "functions/products",
  "functions/random",
  "functions/tensor",
];

/** Of a file of ops, which are called blocks. */
const only: Readonly<Record<string, readonly string[]>> = { "ops/elementwise-unary": ["relu", "sigmoid", "tanh"] };

/** Exports that run on the host and make no part of a net: they have what any function has, not what a block has. */
const hostFunctions: readonly string[] = ["treeLayout", "treeLevels", "reversalStrength", "framesOf"];

export interface CatalogEntry extends Documented {
  readonly theme: string;
  readonly file: string;
}

/** Every block and function of the catalogue, by theme. */
export function catalogEntries(folder = root): CatalogEntry[] {
  const present = new Set(blockFiles(folder));
  return Object.entries(themes).flatMap(([theme, files]) =>
    files
      .filter((file) => present.has(file) || file in only)
      .flatMap((file) => {
        const path = `${core}/${file}.ts`;
        return documentedExports(path, readFileSync(join(folder, path), "utf8"))
          .filter(({ name }) => !hostFunctions.includes(name) && (only[file]?.includes(name) ?? true))
          .map((entry) => ({ theme, file: path, ...entry }));
      }),
  );
}

/** Files of `layers` and `functions` that neither a theme nor the foundations name. */
export function filesWithoutTheme(folder = root): string[] {
  const named = new Set<string>([...Object.values(themes).flat(), ...foundations]);
  return blockFiles(folder).filter((file) => !named.has(file));
}

function blockFiles(folder: string): string[] {
  return ["layers", "functions"].flatMap((each) =>
    readdirSync(join(folder, core, each), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .map((file) => `${each}/${file.slice(0, -3).replaceAll("\\", "/")}`),
  );
}

const label = /^(Formula|Shapes|State|Reference|Useful for): /;

/** A paragraph without a label that names a year after the first one is where the block comes from. */
function isReference(paragraph: string, index: number): boolean {
  return (
    paragraph.startsWith("Reference: ") || (index > 0 && !label.test(paragraph) && /\b(19|20)\d\d\b/.test(paragraph))
  );
}

/** What a block's comment must hold, each with whether it does: in a paragraph of its own or, formula and shapes, in the text. */
const elements: Readonly<Record<string, (entry: Documented) => boolean>> = {
  "what it is, in a sentence": ({ paragraphs }) => paragraphs.length > 0 && !label.test(paragraphs[0]!),
  "a formula": ({ paragraphs }) =>
    paragraphs.some((each) => each.startsWith("Formula: ") || /`[^`]*[=+*/^·∘⋆Σ(][^`]*`/.test(each)),
  shapes: ({ paragraphs }) =>
    paragraphs.some((each) => each.startsWith("Shapes: ") || /\[[^\]]+\]|\bshapes?\b/.test(each)),
  "a reference with its year": ({ paragraphs }) => paragraphs.some(isReference),
  'a line "Useful for:"': ({ paragraphs }) => paragraphs.some((each) => each.startsWith("Useful for: ")),
  "an @example": ({ example }) => example !== undefined && example !== "",
};

/** What an entry's comment lacks, in words. */
export function missingElements(entry: Documented): string[] {
  return Object.keys(elements).filter((element) => !elements[element]!(entry));
}

/** docs/blocks.md, which the formatter leaves alone. */
export function catalogText(): string {
  const entries = catalogEntries();
  const sections = Object.keys(themes).flatMap((theme) => {
    const own = entries.filter((entry) => entry.theme === theme);
    return own.length === 0 ? [] : [`## ${theme}`, ...own.map(section)];
  });
  return [
    "# Blocks",
    "<!-- Written by `pnpm generate:blocks` from the doc comments of packages/core; a test checks that it is fresh. -->",
    "Every block and every function above the ops that `@blockzoo/core` exports. Sizes in brackets are shapes: N samples, C " +
      "channels, L, or D, H and W places. All are tested against PyTorch, or the formula of their source written out, with " +
      "their gradients, on the reference and on ONNX Runtime.",
    ...sections,
    "",
  ].join("\n\n");
}

function section({ name, paragraphs, example, file }: CatalogEntry): string {
  const lines = paragraphs.map((paragraph, index) => {
    const labelled = label.test(paragraph) || !isReference(paragraph, index) ? paragraph : `Reference: ${paragraph}`;
    return labelled.replace(label, "**$1:** ");
  });
  return [`### ${name}`, ...lines, `\`\`\`ts fragment\n${example}\n\`\`\``, `[source](../${file})`].join("\n\n");
}
