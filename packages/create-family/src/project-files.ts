import { readFileSync } from "node:fs";
import type { FamilyNames } from "./names.js";
import type { Layout, TextFile } from "./template.js";

interface Conditions {
  readonly [condition: string]: string;
}

/** The entries of a model package; weights are data and lie beside the compiled code. */
const published = {
  ".": compiled("src/index"),
  "./recipes": compiled("recipes/index"),
  "./weights": { types: "./weights/index.d.ts", default: "./weights/index.js" },
  "./package.json": "./package.json",
};

function compiled(file: string): Conditions {
  return { types: `./dist/${file}.d.ts`, default: `./dist/${file}.js` };
}

const used = {
  dependencies: ["data", "family", "tasks", "train"],
  tests: ["backend-onnxruntime", "core", "family-checks"],
};

/** package.json and what configures the compiler: made here, since they are what differs between the layouts. */
export function projectFiles(names: FamilyNames, layout: Layout): TextFile[] {
  return layout === "workspace" ? workspaceFiles(names) : standaloneFiles(names);
}

function head({ packageName, title }: FamilyNames, version: string) {
  return {
    name: packageName,
    version,
    description: title,
    type: "module",
    sideEffects: false,
    license: "MIT",
    engines: { node: ">=20.19" },
  };
}

function workspaceFiles(names: FamilyNames): TextFile[] {
  const range = "workspace:^";
  const fromSource = (file: string) => ({ "@blockzoo/source": `./${file}.ts`, ...compiled(file) });
  const manifest = {
    ...head(names, "0.0.0"),
    exports: { ...published, ".": fromSource("src/index"), "./recipes": fromSource("recipes/index") },
    files: ["dist", "src", "!dist/.tsbuildinfo", "!**/*.test.ts", "recipes", "weights", "NOTICES.md"],
    dependencies: packages(used.dependencies, range),
    peerDependencies: packages(["core"], range),
    devDependencies: packages(used.tests, range),
    publishConfig: { access: "public", exports: published },
  };
  const tsconfig = {
    extends: "../../../tsconfig.base.json",
    compilerOptions: { rootDir: ".", outDir: "dist", tsBuildInfoFile: "dist/.tsbuildinfo", types: ["node"] },
    include: ["src", "recipes"],
    exclude: ["**/*.test.ts", "dist", "test"],
    references: ["family", "tasks", "train", "data", "core"].map((name) => ({ path: `../../${name}` })),
  };
  return [json("package.json", manifest), json("tsconfig.json", tsconfig)];
}

function standaloneFiles(names: FamilyNames): TextFile[] {
  const range = `^${ownVersion()}`;
  const manifest = {
    ...head(names, "0.1.0"),
    keywords: ["blockzoo-family"],
    scripts: {
      build: "tsc -p tsconfig.build.json",
      test: "npm run build && tsc && vitest run",
      check: "npm run build && blockzoo check-family",
      prepublishOnly: "npm test && npm run check",
    },
    exports: published,
    // With its tests, so that who installed it can check it.
    files: ["dist", "src", "recipes", "weights", "test", "NOTICES.md"],
    dependencies: packages(used.dependencies, range),
    peerDependencies: packages(["core"], range),
    devDependencies: {
      ...packages(used.tests, range),
      "@types/node": "^20.19.0",
      blockzoo: range,
      "onnxruntime-web": "^1.30.0",
      typescript: "^7.0.2",
      vitest: "^4.1.12",
    },
  };
  const tsconfig = {
    compilerOptions: {
      target: "ES2022",
      lib: ["ES2023", "DOM", "DOM.Iterable"],
      types: ["node"],
      module: "NodeNext",
      strict: true,
      noUncheckedIndexedAccess: true,
      exactOptionalPropertyTypes: true,
      verbatimModuleSyntax: true,
      skipLibCheck: true,
      noEmit: true,
      rootDir: ".",
      outDir: "dist",
    },
    include: ["src", "recipes", "test"],
  };
  const build = {
    extends: "./tsconfig.json",
    compilerOptions: { noEmit: false, declaration: true, sourceMap: true },
    include: ["src", "recipes"],
  };
  return [
    json("package.json", manifest),
    json("tsconfig.json", tsconfig),
    json("tsconfig.build.json", build),
    { path: ".gitignore", text: "node_modules/\ndist/\nruns/\n" },
  ];
}

function packages(names: readonly string[], range: string): Record<string, string> {
  return Object.fromEntries(names.map((name) => [`@blockzoo/${name}`, range]));
}

/** All packages are released together. */
function ownVersion(): string {
  const manifest = readFileSync(new URL("../package.json", import.meta.url), "utf8");
  return (JSON.parse(manifest) as { version: string }).version;
}

function json(path: string, value: unknown): TextFile {
  return { path, text: `${JSON.stringify(value, undefined, 2)}\n` };
}
