import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { BlockzooError } from "@blockzoo/core";
import type { ImagePreprocessing } from "@blockzoo/data/images";
import type { FileToWrite } from "@blockzoo/weights/node";
import { transform } from "sucrase";
import type { ChosenWeights } from "../models/weights.js";

/** Beside both the sources and what is built from them. */
const source = new URL("../../src/ejected/classify.ts", import.meta.url);

/** What the wrapper is handed: weights that say everything about images. */
export interface Ejectable {
  readonly preprocessing: ImagePreprocessing;
  readonly labels: readonly string[];
}

/** @throws BlockzooError where the weights are not those of an image classifier */
export function ejectable({ preprocessing, labels, source: weights }: ChosenWeights): Ejectable {
  if (preprocessing?.kind === "image" && labels !== undefined) return { preprocessing, labels };
  throw new BlockzooError(
    `--with-wrapper writes a classifier of images, but the weights ${weights} ` +
      (preprocessing?.kind === "table"
        ? "take rows of a table: --with-preprocessing exports a model that takes them as they are"
        : "do not say how images are prepared and what the classes are called"),
  );
}

/** The files of a folder that needs nothing but ONNX Runtime: the model, what is known about it, and code that uses it. */
export async function wrapperFiles(
  folder: string,
  model: Uint8Array,
  { preprocessing, labels }: Ejectable,
): Promise<FileToWrite[]> {
  const typed = await readFile(source, "utf8");
  const texts = {
    "labels.json": `${JSON.stringify(labels, undefined, 2)}\n`,
    "preprocessing.json": `${JSON.stringify(preprocessing, undefined, 2)}\n`,
    "classify.ts": typed,
    "classify.js": withoutTypes(typed),
    "package.json": `${JSON.stringify(manifest, undefined, 2)}\n`,
    "README.md": readme,
  };
  const encoder = new TextEncoder();
  return [
    ...Object.entries(texts).map(([name, text]) => ({ path: join(folder, name), content: encoder.encode(text) })),
    { path: join(folder, "model.onnx"), content: model },
  ];
}

/** The code as it would be written in JavaScript: types leave gaps, and their comments with nothing behind them. */
function withoutTypes(typed: string): string {
  const { code } = transform(typed, { transforms: ["typescript"], disableESTransforms: true });
  return code
    .replace(/^\/\*\*.*\*\/\n(?=\s*\n)/gm, "")
    .replace(/^ {3}(?=\S)/gm, "  ")
    .replace(/ +;/g, ";")
    .replace(/\n{3,}/g, "\n\n");
}

/** The runtime that the wrapper imports. */
const manifest = { private: true, type: "module", dependencies: { "onnxruntime-web": "^1.20.0" } } as const;

const readme = `\`npm install\` in this folder installs onnxruntime-web, the one thing it needs (or take onnxruntime-node, and change the import).
\`const net = await (await import("./classify.js")).loadClassifier();\` loads model.onnx and labels.json beside it.
\`await net.classify(context.getImageData(0, 0, width, height))\` takes pixels; preprocessing.json says what the model does with them.
`;
