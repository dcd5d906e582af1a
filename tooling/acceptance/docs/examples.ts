import { readFileSync } from "node:fs";
import { globSync } from "tinyglobby";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { stepsOf, type Step } from "./walk.mjs";

export const root = fileURLToPath(new URL("../../..", import.meta.url));

/** Pages that are followed from top to bottom in one folder, their commands too. */
export const pages = globSync(["docs/guide/*.md", "docs/contributing/*.md"], { cwd: root }).toSorted();

/** Pages that are followed outside of the repository, by `pnpm test:packages`, for they install and publish; the sample that each writes. */
export const outsidePages: Readonly<Record<string, string>> = {
  "docs/contributing/family.md": "examples/blockzoo-family-mobilenet",
  "docs/contributing/task.md": "examples/blockzoo-family-tic-tac-toe",
};

/** What a document asks its reader to do, in order. */
export function stepsIn(document: string): Step[] {
  return stepsOf(readFileSync(join(root, document), "utf8"), document);
}

/** Every TypeScript program of the other documents; a block that is no whole program is marked "```ts fragment". */
export function examples(): Step[] {
  const patterns = ["*.md", "docs/**/*.md", "packages/*/README.md", "packages/models/*/README.md", "apps/*/README.md"];
  return globSync(patterns, { cwd: root, ignore: pages })
    .toSorted()
    .flatMap((document) => stepsIn(document).filter(({ kind }) => kind === "program"));
}
