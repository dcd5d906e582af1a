import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { TrainedFile } from "@blockzoo/family";
import { writeFileAtomic } from "@blockzoo/weights/node";

/** What is known of a trained file besides where it is. */
export type Facts = Omit<TrainedFile, "url">;

const head = "// Made by blockzoo make-weights: do not edit.\n";

/**
 * Adds a file to a package's `weights/index.js`, or replaces it, and keeps the others. The index is JavaScript beside the
 * files, not compiled, because its addresses are relative: `src` and `dist` lie at different depths. Bundlers find a file
 * by the literal `new URL(..., import.meta.url)`.
 */
export async function addToIndex(folder: string, tag: string, facts: Facts): Promise<void> {
  const index = join(folder, "index.js");
  const known = existsSync(index)
    ? ((await import(pathToFileURL(index).href)) as { files: Record<string, TrainedFile> }).files
    : {};
  const all = Object.entries<Facts>({ ...known, [tag]: facts }).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const rows = all.map(([name, { sha256, size, metrics, gate, recipe }]) => {
    const fields = Object.entries({ sha256, size, metrics, gate, recipe }).map(
      ([field, value]) => `    ${field}: ${literal(value)},\n`,
    );
    return `  "${name}": {\n    url: new URL("./${name}.safetensors", import.meta.url),\n${fields.join("")}  },\n`;
  });
  const types = all.map(([name]) => `  readonly "${name}": TrainedFile;\n`);
  await write(index, `${head}export const files = {\n${rows.join("")}};\n`);
  await write(
    join(folder, "index.d.ts"),
    `${head}import type { TrainedFile } from "@blockzoo/family";\n\nexport declare const files: {\n${types.join("")}};\n`,
  );
}

/** Plain data as the formatter writes it on one line. */
function literal(value: unknown): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).map(
    ([name, inner]) => `${/^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name)}: ${literal(inner)}`,
  );
  return `{ ${fields.join(", ")} }`;
}

function write(file: string, text: string): Promise<void> {
  return writeFileAtomic(file, new TextEncoder().encode(text));
}
