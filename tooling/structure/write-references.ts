import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expectedReferences } from "./check-references.js";
import { referencesFile, type Workspace } from "./workspace.js";

/** Rewrites the `references` of every tsconfig.json; what already agrees is left alone. */
export function writeReferences(root: string, workspace: Workspace): void {
  for (const [directory, targets] of expectedReferences(workspace)) {
    const file = path.join(root, referencesFile(directory));
    const before = readFileSync(file, "utf8");
    const config = JSON.parse(before) as { references?: readonly { path: string }[] };
    const known = (config.references ?? []).map((reference) => path.posix.join(directory, reference.path));
    if (targets.length === known.length && targets.every((target) => known.includes(target))) continue;
    const references = targets.map((target) => ({ path: path.posix.relative(directory, target) }));
    writeFileSync(file, `${JSON.stringify({ ...config, references }, null, 2)}\n`);
    console.log(`wrote the references of ${path.relative(root, file)}`);
  }
}
