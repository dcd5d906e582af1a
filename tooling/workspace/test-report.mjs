// What vitest's JSON report of a run says, against the test files that there are.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { projectOf } from "./test-projects.mjs";

/** @typedef {{ status: string, fullName: string, duration?: number, failureMessages?: string[] }} TestResult */
/** @typedef {{ name: string, status: string, message?: string, assertionResults: TestResult[] }} FileResult one test file */

/** Seconds of tests that a family may take by default: with many families `npm test` is their sum. */
const familyBudget = 15;

/**
 * @param {string} file
 * @returns {FileResult[] | undefined} undefined where vitest did not write it
 */
export function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8")).testResults;
  } catch {
    return undefined;
  }
}

/** @param {TestResult} test */
const isFailed = (test) => test.status === "failed";

/** @param {readonly FileResult[]} files */
export function countTests(files) {
  const tests = files.flatMap((file) => file.assertionResults);
  const passed = tests.filter((test) => test.status === "passed").length;
  const failed = tests.filter(isFailed).length;
  return { passed, failed, skipped: tests.length - passed - failed };
}

/**
 * Each failed test in a line: its file, its name, and the first line of its error.
 * @param {string} root
 * @param {readonly FileResult[]} files
 */
export const failedTests = (root, files) =>
  files.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(isFailed)
      .map(
        ({ fullName, failureMessages }) =>
          `${path.relative(root, name)}: ${fullName}: ${firstLine(failureMessages?.[0])}`,
      ),
  );

const firstLine = (text = "no message") => text.split("\n", 1)[0]?.slice(0, 300);

/**
 * Each file that failed as a whole (it could not be loaded, or a hook failed) in a line.
 * @param {string} root
 * @param {readonly FileResult[]} files
 */
export const brokenFiles = (root, files) =>
  files
    .filter((file) => file.status === "failed" && !file.assertionResults.some(isFailed))
    .map(({ name, message }) => `${path.relative(root, name)} could not be run: ${firstLine(message)}`);

/**
 * The test files of the workspace that are not in the report, each with the project that it belongs to.
 * @param {string} root
 * @param {readonly FileResult[]} files
 */
export function filesNotRun(root, files) {
  const ran = new Set(files.map((file) => path.resolve(file.name)));
  return ["packages", "apps", "recipes", "tooling"]
    .flatMap((folder) => testFilesIn(path.join(root, folder)))
    .filter((file) => !ran.has(file))
    .map((file) => ({ file: path.relative(root, file), project: projectOf(file) }));
}

/** @param {string} folder @returns {string[]} */
function testFilesIn(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) return ["node_modules", "dist"].includes(entry.name) ? [] : testFilesIn(file);
    return entry.name.endsWith(".test.ts") ? [file] : [];
  });
}

/**
 * The families whose tests took longer than their budget, as "fcn 21 s", the slowest first.
 * @param {string} root
 * @param {readonly FileResult[]} files
 */
export function familiesAboveBudget(root, files) {
  /** @type {Map<string, number>} */
  const seconds = new Map();
  for (const { name, assertionResults } of files) {
    const [packages, models, family] = path.relative(root, name).split(path.sep);
    if (packages !== "packages" || models !== "models" || family === undefined) continue;
    const own = assertionResults.reduce((sum, { duration = 0 }) => sum + duration / 1000, 0);
    seconds.set(family, (seconds.get(family) ?? 0) + own);
  }
  return {
    budget: familyBudget,
    families: [...seconds]
      .filter(([, taken]) => taken > familyBudget)
      .toSorted(([, a], [, b]) => b - a)
      .map(([family, taken]) => `${family} ${Math.round(taken)} s`),
  };
}
