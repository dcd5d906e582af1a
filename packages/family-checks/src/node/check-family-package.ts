import { messageOf, type Backend } from "@blockzoo/core";
import type { FamilyCheckGroup, OpenBackends } from "../family-check.js";
import { familyChecks } from "../family-checks.js";
import { openFamilyPackage } from "./family-package.js";
import { packageChecks } from "./package-checks.js";

export interface CheckPackageOptions {
  /** The backends that must agree with the reference; variants are trained on the first. */
  readonly backends: Readonly<Record<string, Backend>>;
  /** Told of each check when it is done. */
  readonly onChecked?: (subject: string, checked: Checked) => void;
}

/** What came of one check. */
export interface Checked {
  readonly title: string;
  readonly passed: boolean;
  /** Where it failed: what was found, what was expected, what to do. */
  readonly problem?: string;
  readonly seconds: number;
}

export interface CheckedGroup {
  readonly subject: string;
  readonly checks: readonly Checked[];
}

/** The verdict on a model package. */
export interface PackageReport {
  readonly package: string;
  readonly family: string;
  readonly passed: boolean;
  readonly seconds: number;
  readonly groups: readonly CheckedGroup[];
}

/**
 * Whether the model package in a folder is done: every check of its files, metadata, variants, weights and recipes, each
 * made even where an earlier one failed. Training a recipe to its gate takes longer and is not among them.
 *
 * @throws BlockzooError where there is no package with a family
 * @example
 * const { passed } = await checkFamilyPackage("packages/models/lenet", { backends: { onnxruntime: await onnxruntime() } });
 */
export async function checkFamilyPackage(
  folder: string,
  { backends, onChecked }: CheckPackageOptions,
): Promise<PackageReport> {
  const start = performance.now();
  const opened = await openFamilyPackage(folder);
  const { name, family, options } = opened;
  const all: readonly FamilyCheckGroup[] = [
    { subject: `package ${name}`, checks: packageChecks(opened) },
    ...familyChecks(family, { ...options, backends: Object.keys(backends) }),
  ];
  const groups: CheckedGroup[] = [];
  for (const { subject, checks } of all) {
    const results: Checked[] = [];
    for (const { title, run } of checks) {
      const checked = await made(title, run, backends);
      results.push(checked);
      onChecked?.(subject, checked);
    }
    groups.push({ subject, checks: results });
  }
  return {
    package: name,
    family: family.name,
    passed: groups.every(({ checks }) => checks.every(({ passed }) => passed)),
    seconds: secondsSince(start),
    groups,
  };
}

async function made(
  title: string,
  run: (backends: OpenBackends) => Promise<void> | void,
  backends: OpenBackends,
): Promise<Checked> {
  const start = performance.now();
  try {
    await run(backends);
    return { title, passed: true, seconds: secondsSince(start) };
  } catch (error) {
    return { title, passed: false, problem: messageOf(error), seconds: secondsSince(start) };
  }
}

function secondsSince(start: number): number {
  return Number(((performance.now() - start) / 1000).toFixed(2));
}
