import path from "node:path";
import { roleOf } from "./import-table.js";
import type { Problem } from "./problem.js";
import { packageNamed, type Manifest, type Package, type Workspace } from "./workspace.js";

const core = "@blockzoo/core";

/** Fields that are the same in every published package. */
const uniform: Readonly<Record<string, unknown>> = {
  type: "module",
  license: "MIT",
  engines: { node: ">=20.19" },
};

const filesOfAll = ["dist", "src", "!dist/.tsbuildinfo", "!**/*.test.ts"];
const filesOfModels = ["recipes", "weights", "NOTICES.md"];

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** The exports of the tarball: those of the workspace without the condition that leads to the sources. */
function publishedExports(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value).filter(([key]) => key !== "@blockzoo/source");
  return Object.fromEntries(kept.map(([key, inner]) => [key, publishedExports(inner)]));
}

/** Packages that need no core of the application's: itself, the command with its own, and what only writes files. */
const withoutPeer: readonly string[] = [core, "blockzoo", "@blockzoo/create-family"];

/** The files of an entry `./worker`: to import a worker's file is to run it. */
function workerFiles({ exports }: Manifest): readonly string[] | undefined {
  const entry = (exports as Readonly<Record<string, Readonly<Record<string, string>>>> | undefined)?.["./worker"];
  return entry && [entry["@blockzoo/source"]!, entry["default"]!];
}

function checkCore(owner: Package): Problem | undefined {
  const { name, dependencies, peerDependencies, devDependencies } = owner.manifest;
  if (withoutPeer.includes(name)) return undefined;
  const places = [dependencies?.[core], peerDependencies?.[core], devDependencies?.[core]];
  if (same(places, [undefined, "workspace:^", "workspace:^"])) return undefined;
  return {
    where: `${owner.directory}/package.json`,
    found: `${core} is ${places.map((range) => range ?? "absent").join(", ")} in dependencies, peers, devDependencies`,
    expected: "absent, workspace:^, workspace:^",
    todo: `make ${core} a peer, so that an application holds one copy of it; only the command depends on it`,
  };
}

function checkFields(manifest: Manifest, isModel: boolean): readonly Omit<Problem, "where">[] {
  const problems: Omit<Problem, "where">[] = [];
  const expect = (field: string, found: unknown, expected: unknown): void => {
    if (same(found, expected)) return;
    const todo = "make it so";
    problems.push({ found: `${field} is ${JSON.stringify(found)}`, expected: JSON.stringify(expected), todo });
  };
  for (const [field, value] of Object.entries(uniform)) expect(field, manifest[field], value);
  expect("sideEffects", manifest["sideEffects"], workerFiles(manifest) ?? false);
  expect("publishConfig.access", manifest.publishConfig?.access, "public");
  expect("publishConfig.exports", manifest.publishConfig?.exports, publishedExports(manifest.exports));
  const files = (manifest["files"] ?? []) as readonly string[];
  const missing = [...filesOfAll, ...(isModel ? filesOfModels : [])].filter((name) => !files.includes(name));
  if (missing.length > 0) problems.push({ found: `files lacks ${missing.join(", ")}`, expected: "them", todo: "add" });
  return problems;
}

/** Entries whose source is not there: what they held has moved. */
function deadEntries({ directory, manifest, files }: Package): readonly Omit<Problem, "where">[] {
  const paths = new Set(files.map((file) => file.path));
  return Object.entries(manifest.exports ?? {}).flatMap(([entry, targets]) => {
    const source = (targets as Readonly<Record<string, unknown>>)["@blockzoo/source"];
    if (typeof source !== "string" || paths.has(path.posix.join(directory, source))) return [];
    return [{ found: `exports ${entry} from ${source}`, expected: "a file that is there", todo: "remove the entry" }];
  });
}

/** package.json files of published packages agree in what they have in common, and export what there is. */
export function checkManifests(workspace: Workspace): readonly Problem[] {
  const problems: Problem[] = [];
  for (const owner of workspace.packages.filter((candidate) => candidate.manifest.private !== true)) {
    const where = `${owner.directory}/package.json`;
    const own = [...checkFields(owner.manifest, roleOf(owner) === "model"), ...deadEntries(owner)];
    for (const problem of own) problems.push({ where, ...problem });
    const misplacedCore = checkCore(owner);
    if (misplacedCore !== undefined) problems.push(misplacedCore);

    const { dependencies, peerDependencies, devDependencies } = owner.manifest;
    for (const [name, range] of [dependencies, peerDependencies, devDependencies].flatMap((entry) =>
      Object.entries(entry ?? {}),
    )) {
      if (packageNamed(workspace, name) === undefined || range === "workspace:^") continue;
      problems.push({
        where,
        found: `${name} is asked for as "${range}"`,
        expected: '"workspace:^"',
        todo: "change the range; publishing replaces it by the version",
      });
    }
  }
  return problems;
}
