import { readFileSync, writeFileSync } from "node:fs";

/** What a new family changes besides its own folder. */
export const registries = [
  "packages/zoo/package.json",
  "packages/zoo/tsconfig.json",
  "packages/zoo/src/catalog.ts",
  "apps/gallery/src/hall/silhouettes.ts",
  "tooling/acceptance/package.json",
  "tooling/acceptance/packages/budget.json",
  "tsconfig.build.json",
  "pnpm-lock.yaml",
] as const;

/** What a package may weigh before anybody has thought about it. */
const packedBytes = 100_000;

/** Enters a family where it is listed by hand: the zoo and the documents' examples depend on it, its tarball has a limit. */
export function register(root: string, packageName: string): void {
  for (const manifest of ["packages/zoo/package.json", "tooling/acceptance/package.json"]) {
    change(`${root}/${manifest}`, ({ dependencies = {}, ...rest }) => ({
      ...rest,
      dependencies: sorted({ ...dependencies, [packageName]: "workspace:^" }),
    }));
  }
  change(`${root}/tooling/acceptance/packages/budget.json`, ({ packedBytes: known = {}, ...rest }) => ({
    ...rest,
    packedBytes: { ...known, [packageName]: packedBytes },
  }));
}

type Json = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Fields keep their places. */
function change(file: string, edit: (json: Json) => Json): void {
  const before = JSON.parse(readFileSync(file, "utf8")) as Json;
  const after = edit(before);
  const inOrder = Object.fromEntries(Object.keys({ ...before, ...after }).map((key) => [key, after[key]]));
  writeFileSync(file, `${JSON.stringify(inOrder, undefined, 2)}\n`);
}

function sorted(record: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
