import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { BlockzooError } from "@blockzoo/core";
import type { EjectedProgram, Variant } from "@blockzoo/family";
import type { FileToWrite } from "@blockzoo/weights/node";
import { transform } from "sucrase";

/**
 * The program of a task for exported models.
 *
 * @throws BlockzooError where the task has none
 */
export async function ejectedProgram(variant: Variant, meaning: unknown): Promise<EjectedProgram> {
  const { ejected } = await variant.task.command();
  if (ejected !== undefined) return ejected(meaning, variant);
  throw new BlockzooError(`--with-wrapper: there is no program for ${variant.task.name}: export the model without`);
}

/**
 * The files of a folder that needs nothing but ONNX Runtime: models, what is known about them, and code that uses them.
 *
 * @param models by the graphs that they compute
 */
export async function wrapperFiles(
  folder: string,
  models: Readonly<Record<string, Uint8Array>>,
  { sources, files, readme }: EjectedProgram,
): Promise<FileToWrite[]> {
  const encoder = new TextEncoder();
  const text = (name: string, content: string) => ({ path: join(folder, name), content: encoder.encode(content) });
  const programs = await Promise.all(
    sources.map(async (source) => {
      const typed = await readFile(source, "utf8");
      const name = basename(source.pathname);
      return [text(name, typed), text(name.replace(/ts$/, "js"), withoutTypes(typed))];
    }),
  );
  return [
    ...Object.entries(files).map(([name, value]) => text(name, json(value))),
    ...programs.flat(),
    text("package.json", json(manifest)),
    text("README.md", `${installation}${readme}`),
    ...Object.entries(models).map(([graph, content]) => ({ path: join(folder, modelFile(graph)), content })),
  ];
}

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

/** What the model of a graph is called: that of a network with one graph is the model. */
function modelFile(graph: string): string {
  return graph === "forward" ? "model.onnx" : `${graph}.onnx`;
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

const installation =
  "`npm install` in this folder installs onnxruntime-web, the one thing it needs (or take onnxruntime-node, and change the import).\n";
