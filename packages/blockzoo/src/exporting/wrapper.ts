import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import type { EjectedProgram } from "@blockzoo/family";
import type { FileToWrite } from "@blockzoo/weights/node";
import { transform } from "sucrase";

/** The files of a folder that needs nothing but ONNX Runtime: the model, what is known about it, and code that uses it. */
export async function wrapperFiles(
  folder: string,
  model: Uint8Array,
  { source, files, readme }: EjectedProgram,
): Promise<FileToWrite[]> {
  const typed = await readFile(source, "utf8");
  const name = basename(source.pathname);
  const data = Object.entries(files).map(
    ([file, value]) => [file, `${JSON.stringify(value, undefined, 2)}\n`] as const,
  );
  const texts = {
    ...Object.fromEntries(data),
    [name]: typed,
    [name.replace(/ts$/, "js")]: withoutTypes(typed),
    "package.json": `${JSON.stringify(manifest, undefined, 2)}\n`,
    "README.md": `${installation}${readme}`,
  };
  const encoder = new TextEncoder();
  return [
    ...Object.entries(texts).map(([file, text]) => ({ path: join(folder, file), content: encoder.encode(text) })),
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

const installation =
  "`npm install` in this folder installs onnxruntime-web, the one thing it needs (or take onnxruntime-node, and change the import).\n";
