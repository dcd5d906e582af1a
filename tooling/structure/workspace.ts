import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { importsOf, type Import } from "./imports.js";

type Dependencies = Readonly<Record<string, string>>;

export interface Manifest {
  readonly name: string;
  readonly private?: boolean;
  readonly exports?: Readonly<Record<string, unknown>>;
  readonly publishConfig?: { readonly access?: string; readonly exports?: Readonly<Record<string, unknown>> };
  readonly dependencies?: Dependencies;
  readonly peerDependencies?: Dependencies;
  readonly devDependencies?: Dependencies;
  readonly [field: string]: unknown;
}

export interface SourceFile {
  /** From the workspace's root, with forward slashes. */
  readonly path: string;
  /** The folder of the package it lies in: "src", "recipes", "test", "bin"; "" for the package's root. */
  readonly area: string;
  readonly imports: readonly Import[];
}

export interface Package {
  /** From the workspace's root: "packages/models/lenet". */
  readonly directory: string;
  readonly manifest: Manifest;
  /** Directories that its tsconfig.json references, from the workspace's root; undefined without a tsconfig.json. */
  readonly references: readonly string[] | undefined;
  readonly files: readonly SourceFile[];
}

export interface Workspace {
  readonly packages: readonly Package[];
  /** Directories that tsconfig.build.json references. */
  readonly references: readonly string[];
  /** Tools every test may use without declaring them: the root's devDependencies. */
  readonly sharedTools: readonly string[];
}

const ignoredFolders = new Set(["node_modules", "dist", "coverage", "fixtures"]);
const sourceEnding = /\.(m?[jt]s|tsx)$/;
const posix = (name: string): string => name.split(path.sep).join("/");
const readJson = (file: string): unknown => JSON.parse(readFileSync(file, "utf8"));

function sourceFilesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name);
    // A folder with a manifest of its own is another package (packages/models/*).
    if (entry.isDirectory()) {
      return ignoredFolders.has(entry.name) || existsSync(path.join(file, "package.json")) ? [] : sourceFilesIn(file);
    }
    return sourceEnding.test(entry.name) ? [file] : [];
  });
}

/** The file whose references decide what is built: the whole workspace's has another name than a package's. */
export const referencesFile = (directory: string): string =>
  directory === "." ? "tsconfig.build.json" : `${directory}/tsconfig.json`;

function referencesOf(root: string, directory: string): readonly string[] | undefined {
  const file = path.join(root, referencesFile(directory));
  if (!existsSync(file)) return undefined;
  const { references = [] } = readJson(file) as { references?: readonly { path: string }[] };
  return references.map((reference) => posix(path.normalize(path.join(directory, reference.path))));
}

function readPackage(root: string, directory: string): Package {
  const files = sourceFilesIn(path.join(root, directory)).map((file) => {
    const inside = posix(path.relative(path.join(root, directory), file));
    return {
      path: `${directory}/${inside}`,
      area: inside.includes("/") ? inside.slice(0, inside.indexOf("/")) : "",
      imports: importsOf(file, readFileSync(file, "utf8")),
    };
  });
  const manifest = readJson(path.join(root, directory, "package.json")) as Manifest;
  return { directory, manifest, references: referencesOf(root, directory), files };
}

/** The folders that pnpm-workspace.yaml names, as far as they hold a manifest. */
function packageDirectories(root: string): readonly string[] {
  const inside = ["packages", "packages/models", "apps", "tooling"]
    .filter((parent) => existsSync(path.join(root, parent)))
    .flatMap((parent) => readdirSync(path.join(root, parent)).map((name) => `${parent}/${name}`));
  return [...inside, "recipes"]
    .filter((directory) => existsSync(path.join(root, directory, "package.json")))
    .toSorted();
}

export function readWorkspace(root: string): Workspace {
  const { devDependencies = {} } = readJson(path.join(root, "package.json")) as Manifest;
  return {
    packages: packageDirectories(root).map((directory) => readPackage(root, directory)),
    references: referencesOf(root, ".") ?? [],
    sharedTools: Object.keys(devDependencies),
  };
}

export const isTest = (file: SourceFile): boolean => file.area === "test" || file.path.endsWith(".test.ts");

/** "@blockzoo/lenet/recipes" is ["@blockzoo/lenet", "./recipes"]; a package's main entry is ".". */
export function splitSpecifier(specifier: string): readonly [name: string, subpath: string] {
  const parts = specifier.split("/");
  const name = parts.slice(0, specifier.startsWith("@") ? 2 : 1).join("/");
  return [name, `.${specifier.slice(name.length)}`];
}

export const isRelative = (specifier: string): boolean => /^\.{1,2}(\/|$)/.test(specifier);

export const packageNamed = (workspace: Workspace, name: string): Package | undefined =>
  workspace.packages.find((candidate) => candidate.manifest.name === name);

/** Names of workspace packages among the dependencies that a consumer gets: dependencies and peers. */
export function workspaceDependencies(workspace: Workspace, { manifest }: Package): readonly Package[] {
  const names = new Set(Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies }));
  return workspace.packages.filter((candidate) => names.has(candidate.manifest.name));
}
