import { describe, expect, it } from "vitest";
import { checkBrowserEntries } from "./check-browser-entries.js";
import { checkDeclaredImports } from "./check-declared-imports.js";
import { checkImportDirection } from "./check-import-direction.js";
import { checkManifests } from "./check-manifests.js";
import { checkReferences, expectedReferences } from "./check-references.js";
import { checkRelativeImports } from "./check-relative-imports.js";
import { importTable } from "./import-table.js";
import { importsOf } from "./imports.js";
import { describeProblem, type Problem } from "./problem.js";
import type { Manifest, Package, Workspace } from "./workspace.js";

const entry = (source: string) => ({ "@blockzoo/source": source, types: "./dist/x.d.ts", default: "./dist/x.js" });

/** A published package as it should be; `sources` are its files and their text. */
function pack(directory: string, sources: Record<string, string>, fields: Partial<Manifest> = {}): Package {
  const name = directory === "packages/blockzoo" ? "blockzoo" : `@blockzoo/${directory.split("/").at(-1)}`;
  const isModel = directory.startsWith("packages/models/");
  const published = { types: "./dist/x.d.ts", default: "./dist/x.js" };
  return {
    directory,
    references: [],
    manifest: {
      name,
      type: "module",
      license: "MIT",
      sideEffects: false,
      engines: { node: ">=20.19" },
      exports: { ".": entry("./src/index.ts") },
      publishConfig: { access: "public", exports: { ".": published } },
      files: [
        "dist",
        "src",
        "!dist/.tsbuildinfo",
        "!**/*.test.ts",
        ...(isModel ? ["recipes", "weights", "NOTICES.md"] : []),
      ],
      ...(name === "@blockzoo/core" || name === "blockzoo"
        ? {}
        : {
            peerDependencies: { "@blockzoo/core": "workspace:^" },
            devDependencies: { "@blockzoo/core": "workspace:^" },
          }),
      ...fields,
    },
    files: Object.entries({ "src/index.ts": "", ...sources }).map(([path, text]) => ({
      path: `${directory}/${path}`,
      area: path.includes("/") ? path.split("/")[0]! : "",
      imports: importsOf(path, text),
    })),
  };
}

const workspace = (...packages: readonly Package[]): Workspace => ({
  packages,
  references: [],
  sharedTools: ["vitest"],
});
const core = pack("packages/core", {});
const zoo = pack("packages/zoo", {});
const backend = pack("packages/backend-onnxruntime", {});

/** The one problem a check is expected to find, as text. */
function only(problems: readonly Problem[]): string {
  expect(problems.map(describeProblem)).toHaveLength(1);
  return describeProblem(problems[0]!);
}

describe("importsOf", () => {
  it("finds every way to import, with its line and kind", () => {
    const text = [
      'import { a } from "a";',
      'import type { B } from "b";',
      'export * from "c";',
      'export { d } from "d";',
      'const e = () => import("e");',
      'type F = import("f").F;',
      'import { type G } from "g";',
      "export const h = 1;",
    ].join("\n");
    expect(importsOf("x.ts", text)).toEqual([
      { specifier: "a", kind: "static", line: 1 },
      { specifier: "b", kind: "type", line: 2 },
      { specifier: "c", kind: "static", line: 3 },
      { specifier: "d", kind: "static", line: 4 },
      { specifier: "e", kind: "dynamic", line: 5 },
      { specifier: "f", kind: "type", line: 6 },
      { specifier: "g", kind: "static", line: 7 },
    ]);
  });
});

describe("import direction", () => {
  it("names a model that imports a backend", () => {
    const lenet = pack("packages/models/lenet", {
      "src/lenet.ts": '\nimport { x } from "@blockzoo/backend-onnxruntime";',
    });
    const text = only(checkImportDirection(workspace(core, backend, lenet)));
    expect(text).toContain('packages/models/lenet/src/lenet.ts:2: model imports "@blockzoo/backend-onnxruntime"');
    expect(text).toContain(`model imports only ${importTable["model"]!.join(", ")}`);
  });

  it("lets that model's tests import the backend, and its source another model", () => {
    const vgg = pack("packages/models/vgg", {});
    const fcn = pack("packages/models/fcn", {
      "src/fcn.ts": 'import { vgg16 } from "@blockzoo/vgg";',
      "test/fcn.backend.test.ts": 'import { x } from "@blockzoo/backend-onnxruntime";',
    });
    expect(checkImportDirection(workspace(core, backend, vgg, fcn))).toEqual([]);
  });

  it("lets recipes import train, but not the main entry", () => {
    const train = pack("packages/train", {});
    const text = 'import { fit } from "@blockzoo/train";';
    const lenet = pack("packages/models/lenet", { "recipes/index.ts": text, "src/index.ts": text });
    expect(only(checkImportDirection(workspace(core, train, lenet)))).toContain("lenet/src/index.ts:1");
  });

  it("lets an entry that optimises pictures import train, but not what stands beside it", () => {
    const train = pack("packages/train", {});
    const text = 'import { lbfgs } from "@blockzoo/train";';
    const style = pack("packages/models/style-transfer", { "src/optimization/paint.ts": text, "src/trunk.ts": text });
    expect(only(checkImportDirection(workspace(core, train, style)))).toContain("style-transfer/src/trunk.ts:1");
  });

  it("keeps core free of everything, types and dynamic imports included", () => {
    const dirty = pack("packages/core", {
      "src/a.ts": 'import type { X } from "@blockzoo/onnx";',
      "src/b.ts": 'const load = () => import("lodash");',
    });
    const problems = checkImportDirection(workspace(dirty, pack("packages/onnx", {})));
    expect(problems.map((problem) => problem.where)).toEqual(["packages/core/src/a.ts:1", "packages/core/src/b.ts:1"]);
  });

  it("keeps zoo to the command, apps and tests", () => {
    const text = 'import { zoo } from "@blockzoo/zoo";';
    const inspect = pack("packages/inspect", { "src/index.ts": text, "test/a.test.ts": text });
    const blockzoo = pack("packages/blockzoo", { "src/index.ts": text });
    expect(only(checkImportDirection(workspace(core, zoo, inspect, blockzoo)))).toContain("inspect/src/index.ts:1");
  });

  it("asks for a row for an unknown package", () => {
    expect(only(checkImportDirection(workspace(pack("packages/audio", {}))))).toContain("packages/audio");
  });
});

describe("relative imports", () => {
  it("stay in the package, and src stays in src", () => {
    const lenet = pack("packages/models/lenet", {
      "src/a.ts": 'import "../../../core/src/tensor.js";',
      "src/b.ts": 'import "../recipes/index.js";',
      "recipes/index.ts": 'import "../src/index.js";',
      "test/a.test.ts": 'import "../recipes/index.js";',
    });
    const problems = checkRelativeImports(workspace(lenet));
    expect(problems.map((problem) => problem.where)).toEqual([
      "packages/models/lenet/src/a.ts:1",
      "packages/models/lenet/src/b.ts:1",
    ]);
  });
});

describe("declared imports", () => {
  it("names a package that is imported but not declared", () => {
    const onnx = pack("packages/onnx", { "src/index.ts": 'import "long"; import "@blockzoo/core"; import "node:fs";' });
    expect(only(checkDeclaredImports(workspace(core, onnx)))).toContain('imports "long"');
  });

  it("takes devDependencies and shared tools in tests only", () => {
    const text = 'import "vitest"; import "fast-png";';
    const devDependencies = { "fast-png": "1", "@blockzoo/core": "workspace:^" };
    const data = pack("packages/data", { "test/a.test.ts": text, "src/a.ts": text }, { devDependencies });
    const problems = checkDeclaredImports(workspace(core, data));
    expect(problems.map((problem) => problem.where)).toEqual(["packages/data/src/a.ts:1", "packages/data/src/a.ts:1"]);
  });

  it("names an import past the exports", () => {
    const onnx = pack("packages/onnx", { "src/index.ts": 'import "@blockzoo/core/src/tensor.js";' });
    expect(only(checkDeclaredImports(workspace(core, onnx)))).toContain("one of the entries of @blockzoo/core: .");
  });
});

describe("browser entries", () => {
  it("follow imports across files and packages to a module of Node", () => {
    const weights = pack("packages/weights", {
      "src/index.ts": 'export * from "./cache.js"; export type { X } from "node:fs";',
      "src/cache.ts": '\nimport { readFile } from "node:fs/promises";',
    });
    const family = pack("packages/family", { "src/index.ts": 'import "@blockzoo/weights";' });
    const text = only(checkBrowserEntries(workspace(core, weights, family)));
    expect(text).toContain('packages/weights/src/cache.ts:2: an import of "node:fs/promises"');
  });

  it("follow dynamic imports too, as bundlers do, and not other entries", () => {
    const data = pack("packages/data", {
      "src/index.ts": 'export const read = async () => import("node:fs");',
      "src/node.ts": 'import "node:path";',
    });
    expect(only(checkBrowserEntries(workspace(core, data)))).toContain('an import of "node:fs"');
  });
});

describe("references", () => {
  it("name what is missing and what is too many, and can be written", () => {
    const onnx = { ...pack("packages/onnx", {}), references: ["packages/zoo"] };
    const all = { ...workspace(core, onnx, zoo), references: ["packages/core", "packages/onnx", "packages/zoo"] };
    const problems = checkReferences(all);
    expect(problems.map((problem) => problem.where)).toEqual([
      "packages/onnx/tsconfig.json",
      "packages/zoo/tsconfig.json",
    ]);
    expect(problems[0]!.found).toBe("references lack packages/core; references have packages/zoo too many");
    expect(expectedReferences(all).get("packages/onnx")).toEqual(["packages/core"]);
  });
});

describe("manifests", () => {
  it("are fine as they should be", () => {
    expect(checkManifests(workspace(core, backend, pack("packages/models/mlp", {})))).toEqual([]);
  });

  it("name a field that differs, exports that disagree, a core that is no peer, a fixed range", () => {
    const exports = { ".": entry("./src/index.ts"), "./node": entry("./src/node.ts") };
    const dependencies = { "@blockzoo/core": "workspace:^", "@blockzoo/zoo": "^0.1.0" };
    const data = pack(
      "packages/data",
      { "src/node.ts": "" },
      { license: "ISC", exports, dependencies, peerDependencies: {} },
    );
    const found = checkManifests(workspace(core, zoo, data)).map((problem) => problem.found);
    expect(found).toHaveLength(4);
    expect(found[0]).toBe('license is "ISC"');
    expect(found[1]).toContain("publishConfig.exports");
    expect(found[2]).toContain("@blockzoo/core is workspace:^, absent, workspace:^");
    expect(found[3]).toContain('@blockzoo/zoo is asked for as "^0.1.0"');
  });

  it("name an entry whose source is not there", () => {
    const exports = { ".": entry("./src/index.ts"), "./moved": entry("./src/moved.ts") };
    const { types, default: built } = entry("");
    const published = { types, default: built };
    const publishConfig = { access: "public", exports: { ".": published, "./moved": published } };
    const data = pack("packages/data", {}, { exports, publishConfig });
    expect(only(checkManifests(workspace(core, data)))).toContain("exports ./moved from ./src/moved.ts");
  });
});
