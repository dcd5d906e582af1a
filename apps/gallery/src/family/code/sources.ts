/** A file of a package's sources. */
export interface SourceFile {
  /** Within `src`: `resnet.ts`. */
  readonly name: string;
  readonly code: string;
}

/** Of the zoo's packages, and of those of others that have their sources with them. */
const files = import.meta.glob<string>(
  ["../../../../../packages/models/*/src/**/*.ts", "../../../node_modules/blockzoo-family-*/src/**/*.ts"],
  { query: "?raw", import: "default" },
);

/** The TypeScript of a family, and of those that it builds on; nothing where a package comes without its sources. */
export async function sourcesOf(family: string): Promise<readonly SourceFile[]> {
  const found = new Map<string, readonly SourceFile[]>();
  for (const names = [family]; names.length > 0;) {
    const name = names.shift()!;
    if (found.has(name)) continue;
    const own = await read(name);
    found.set(name, own);
    names.push(...own.flatMap(({ code }) => familiesIn(code)));
  }
  return [...found.values()].flat();
}

async function read(family: string): Promise<readonly SourceFile[]> {
  const folder = new RegExp(`/(?:models/|blockzoo-family-)${family}/src/`);
  const own = Object.entries(files).filter(([path]) => folder.test(path));
  return Promise.all(own.map(async ([path, load]) => ({ name: path.split(folder).at(-1)!, code: await load() })));
}

/** The packages that a file imports from, of which those without sources here have none to read. */
function familiesIn(code: string): string[] {
  return [...code.matchAll(/^\} from "@blockzoo\/([a-z-]+)|^import .* from "@blockzoo\/([a-z-]+)/gm)].map(
    ([, several, one]) => several ?? one!,
  );
}
