// The order of the house: files import downwards only, and what differentiates ops or composes them stands above them.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

/** Every file with those that it loads. `import type` vanishes at run time; `import { type X }` does not. */
type Imports = ReadonlyMap<string, readonly string[]>;

const source = fileURLToPath(new URL("../src/", import.meta.url));

function readImports(): Imports {
  const files = readdirSync(source, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
  return new Map(files.map((file) => [normalize(file), importsOf(file, readFileSync(join(source, file), "utf8"))]));
}

function importsOf(file: string, text: string): string[] {
  const statements = text.matchAll(/^(?:import|export)\s(?!type\b)[^;]*?"(\.[^"]+)\.js";/gm);
  return [...statements].map(([, path]) => join(dirname(file), `${path}.ts`));
}

/** A way from a file back to itself, if there is one. */
function findCycle(imports: Imports): readonly string[] | undefined {
  const done = new Set<string>();
  const walk = (file: string, way: readonly string[]): readonly string[] | undefined => {
    if (way.includes(file)) return [...way.slice(way.indexOf(file)), file];
    if (done.has(file)) return undefined;
    for (const next of imports.get(file) ?? []) {
      const cycle = walk(next, [...way, file]);
      if (cycle !== undefined) return cycle;
    }
    done.add(file);
    return undefined;
  };
  for (const file of imports.keys()) {
    const cycle = walk(file, []);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}

describe("the imports of core", () => {
  const imports = readImports();
  const edges = [...imports].flatMap(([file, targets]) => targets.map((target) => ({ file, target })));

  it("are all found, in files that exist", () => {
    expect(imports.get(normalize("ops/table.ts"))).toContain(normalize("ops/elementwise.ts"));
    expect(edges.filter(({ target }) => !imports.has(target))).toEqual([]);
  });

  it("have no circle", () => {
    expect(findCycle(imports)).toBeUndefined();
  });

  it.each([
    ["ops", ["autodiff", "functions", "blocks", "layers"]],
    ["autodiff", ["functions", "blocks", "layers"]],
    ["functions", ["blocks", "layers"]],
    ["blocks", ["layers"]],
  ])("of %s/ do not go up", (folder, above) => {
    const upward = edges.filter(
      ({ file, target }) => dirname(file).split("/")[0] === folder && above.includes(dirname(target).split("/")[0]!),
    );
    expect(upward).toEqual([]);
  });
});

describe("the search for circles", () => {
  const importsFrom = (files: Record<string, string>): Imports =>
    new Map(Object.entries(files).map(([file, text]) => [file, importsOf(file, text)]));

  it("finds one, over re-exports and imports of types by name", () => {
    const found = findCycle(
      importsFrom({
        "index.ts": 'export * from "./ops/a.js";',
        "ops/a.ts": 'import {\n  type B,\n  type Other,\n} from "../b.js";',
        "b.ts": 'export { a } from "./ops/a.js";',
      }),
    );
    expect(found).toEqual(["ops/a.ts", "b.ts", "ops/a.ts"]);
  });

  it("passes over what vanishes, and over two ways to one file", () => {
    const files = {
      "a.ts": 'import { b } from "./b.js";\nimport "./c.js";',
      "b.ts": 'import type { A } from "./a.js";\nimport { c } from "./c.js";',
      "c.ts": "export const c = 1;",
    };
    expect(importsFrom(files).get("a.ts")).toEqual(["b.ts", "c.ts"]);
    expect(findCycle(importsFrom(files))).toBeUndefined();
  });
});
