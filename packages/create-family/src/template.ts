import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

/** What the network of a template does. */
export const tasks = ["image-classification", "table-classification"] as const;
export type TemplateTask = (typeof tasks)[number];

/** Where the package will live: under `packages/models` of the repository, or anywhere, on published packages. */
export type Layout = "workspace" | "standalone";

/** One text file, by its path in the package with forward slashes. */
export interface TextFile {
  readonly path: string;
  readonly text: string;
}

// The templates lie beside src and beside dist.
const templates = fileURLToPath(new URL("../templates/", import.meta.url));

/** The files of a task's template, and those that all templates share. They are type-checked where they are. */
export function templateFiles(task: TemplateTask): TextFile[] {
  return ["common", task].flatMap((part) => {
    const folder = join(templates, part);
    return filesIn(folder).map((file) => ({
      path: relative(folder, file).split(sep).join("/"),
      text: readFileSync(file, "utf8"),
    }));
  });
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? filesIn(path) : [path];
    });
}
