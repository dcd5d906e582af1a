import { readFileSync } from "node:fs";
import { globSync } from "tinyglobby";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));

/** One block of code in a document. */
export interface Example {
  /** `README.md:12`, where its first line stands. */
  readonly place: string;
  readonly code: string;
}

/** Every TypeScript block of every document; a block that is no whole program is marked "```ts fragment" and left out. */
export function examples(): Example[] {
  return documents().flatMap((document) => {
    const text = readFileSync(join(root, document), "utf8");
    return [...text.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map((match) => ({
      place: `${document}:${text.slice(0, match.index).split("\n").length + 1}`,
      code: match[1]!,
    }));
  });
}

function documents(): string[] {
  const patterns = ["*.md", "docs/**/*.md", "packages/*/README.md", "packages/models/*/README.md", "apps/*/README.md"];
  return globSync(patterns, { cwd: root }).toSorted();
}
