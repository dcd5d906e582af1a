import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { BlockzooError, check, messageOf } from "@blockzoo/core";
import { isFamily, type Family } from "@blockzoo/family";
import type { FamilyCheckOptions } from "../family-checks.js";

/** What of a package.json is looked at. */
export interface FamilyManifest {
  readonly name?: string;
  readonly type?: string;
  readonly license?: string;
  readonly sideEffects?: boolean;
  readonly exports?: Readonly<Record<string, unknown>>;
  readonly files?: readonly string[];
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** A model package on disk. */
export interface FamilyPackage {
  readonly folder: string;
  readonly name: string;
  readonly manifest: FamilyManifest;
  readonly family: Family;
  /** What its tests say about how it is checked: test/golden/first-outputs.json and test/conformance.json. */
  readonly options: Omit<FamilyCheckOptions, "backends">;
}

/**
 * Loads the family that the package in a folder exports, as a program that depends on it would: by its name, through its
 * `exports`.
 *
 * @throws BlockzooError where there is no package, it does not load, or exports no family
 */
export async function openFamilyPackage(path: string): Promise<FamilyPackage> {
  const folder = resolve(path);
  const manifest = readJson(join(folder, "package.json")) as FamilyManifest | undefined;
  if (manifest?.name === undefined) {
    throw new BlockzooError(`${path} is no package: there is no package.json with a name in it`);
  }
  const { name } = manifest;
  return { folder, name, manifest, family: await familyOf(folder, name), options: familyOptions(join(folder, "test")) };
}

async function familyOf(folder: string, name: string): Promise<Family> {
  let exported: Readonly<Record<string, unknown>>;
  try {
    const main = createRequire(join(folder, "package.json")).resolve(name);
    exported = (await import(pathToFileURL(main).href)) as typeof exported;
  } catch (cause) {
    throw new BlockzooError(
      `${name} cannot be loaded: ${messageOf(cause)} (has it been built, and are its packages installed?)`,
      {
        cause,
      },
    );
  }
  const families = Object.values(exported).filter(isFamily);
  check(
    families.length === 1,
    () => `${name} exports ${families.length} families, expected the value of one defineFamily(...) in src/index.ts`,
  );
  return families[0]!;
}

/**
 * What a family's tests say about how it is checked, so that the tests and the checklist are the same: its golden outputs
 * from `golden/first-outputs.json`, and `run` and `overfit` from `conformance.json` where the defaults do not fit.
 *
 * @param testFolder the folder `test/` of the package
 * @example describeFamily(lenet, { backends, ...familyOptions(new URL(".", import.meta.url)) })
 */
export function familyOptions(testFolder: URL | string): Omit<FamilyCheckOptions, "backends"> {
  const folder = typeof testFolder === "string" ? testFolder : fileURLToPath(testFolder);
  const golden = readJson(join(folder, "golden", "first-outputs.json")) as FamilyCheckOptions["golden"] | undefined;
  const rest = readJson(join(folder, "conformance.json")) as Pick<FamilyCheckOptions, "run" | "overfit"> | undefined;
  return { ...rest, golden: golden ?? {} };
}

function readJson(file: string): unknown {
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (cause) {
    throw new BlockzooError(`${file} is no JSON: ${messageOf(cause)}`, { cause });
  }
}
