import { existsSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { TrainedFile } from "@blockzoo/family";
import { format, resolveConfig } from "prettier";

/** What is known of a trained file besides where it is. */
export type Facts = Omit<TrainedFile, "url">;

const head = "// Made by tooling/weights/train.ts: do not edit.\n";

/**
 * Adds a file to a package's `weights/index.js`, or replaces it, and keeps the others. The index is JavaScript beside the
 * files, not compiled, because its addresses are relative: `src` and `dist` lie at different depths. Bundlers find a file
 * by the literal `new URL(..., import.meta.url)`.
 */
export async function addToIndex(folder: URL, tag: string, facts: Facts): Promise<void> {
  const index = new URL("index.js", folder);
  const known = existsSync(index) ? ((await import(index.href)) as { files: Record<string, TrainedFile> }).files : {};
  const all: [string, Facts][] = Object.entries({ ...known, [tag]: facts });
  all.sort(([a], [b]) => (a < b ? -1 : 1));
  const rows = all.map(([name, { sha256, size, metrics, gate, recipe }]) => {
    const url = `url: new URL("./${name}.safetensors", import.meta.url)`;
    return `"${name}": { ${url}, ${JSON.stringify({ sha256, size, metrics, gate, recipe }).slice(1, -1)} },`;
  });
  const names = all.map(([name]) => JSON.stringify(name)).join(" | ");
  await write(index, `${head}export const files = { ${rows.join("\n")} };\n`);
  await write(
    new URL("index.d.ts", folder),
    `${head}import type { TrainedFile } from "@blockzoo/family";\n\n` +
      `export declare const files: Readonly<Record<${names}, TrainedFile>>;\n`,
  );
}

async function write(url: URL, text: string): Promise<void> {
  const options = await resolveConfig(fileURLToPath(url));
  writeFileSync(url, await format(text, { ...options, parser: "typescript" }));
}
