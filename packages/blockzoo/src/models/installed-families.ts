import { readdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { messageOf } from "@blockzoo/core";
import { isFamily, type Family } from "@blockzoo/family";
import { note } from "../terminal.js";

/** A family and the package it comes from. */
export interface PackagedFamily {
  readonly package: string;
  readonly family: Family;
}

/**
 * The families of third-party packages `blockzoo-family-*` that are installed where the command is called, or that it is
 * called in, which is how their authors work.
 */
export async function installedFamilies(): Promise<readonly PackagedFamily[]> {
  loaded ??= installedPackages().then(async (found) => (await Promise.all(found.map(loadPackage))).flat());
  return loaded;
}

/** Once, so that a warning is said once, however often an id is looked for. */
let loaded: Promise<readonly PackagedFamily[]> | undefined;

interface InstalledPackage {
  readonly name: string;
  /** The folder whose `node_modules` holds it, or its own: from there its name resolves. */
  readonly folder: string;
}

/** What lies in the `node_modules` of the working folder and of those around it; the innermost of a name wins. */
async function installedPackages(): Promise<InstalledPackage[]> {
  const found = new Map<string, InstalledPackage>();
  for (let folder = process.cwd(); ; folder = dirname(folder)) {
    const own = await nameOf(folder);
    if (own !== undefined && isFamilyName(own)) found.set(own, { name: own, folder });
    for (const name of await namesIn(join(folder, "node_modules"))) {
      if (!found.has(name)) found.set(name, { name, folder });
    }
    if (dirname(folder) === folder) return [...found.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
  }
}

async function namesIn(folder: string): Promise<string[]> {
  const entries = await entriesOf(folder);
  const scopes = entries.filter((name) => name.startsWith("@"));
  const scoped = scopes.map(async (scope) => (await entriesOf(join(folder, scope))).map((name) => `${scope}/${name}`));
  const names = [...entries, ...(await Promise.all(scoped)).flat()];
  return names.filter(isFamilyName);
}

function isFamilyName(name: string): boolean {
  return /^(@[^/]+\/)?blockzoo-family-/.test(name);
}

/** The name of the package in a folder, where there is one. */
async function nameOf(folder: string): Promise<string | undefined> {
  try {
    const { name } = JSON.parse(await readFile(join(folder, "package.json"), "utf8")) as { name?: unknown };
    return typeof name === "string" ? name : undefined;
  } catch {
    return undefined;
  }
}

async function entriesOf(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}

/** The families that a package exports. One that cannot be loaded is named and left out: it must not stop the others. */
async function loadPackage({ name, folder }: InstalledPackage): Promise<PackagedFamily[]> {
  try {
    const path = createRequire(join(folder, "package.json")).resolve(name);
    const exported = (await import(pathToFileURL(path).href)) as Readonly<Record<string, unknown>>;
    const found = Object.values(exported).filter(isFamily);
    if (found.length === 0) note(`warning: ${name} exports no family and is left out`);
    return found.map((family) => ({ package: name, family }));
  } catch (error) {
    note(`warning: ${name} cannot be loaded and is left out: ${messageOf(error)}`);
    return [];
  }
}
