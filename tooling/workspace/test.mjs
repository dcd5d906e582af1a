// All checks of the workspace, in order; a later one runs even when an earlier one failed. The last line of the output is
// "N passed, N failed[, N skipped]": tests, to which each failed step and each test file that did not run adds a failure.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { projectOf, testProjects } from "./test-projects.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const bin = path.join(root, "node_modules", ".bin");
const env = { ...process.env, PATH: bin + path.delimiter + process.env["PATH"] };

/** @type {string[]} What failed apart from single tests, a sentence each. */
const failures = [];

/**
 * @param {string} name
 * @param {string} command
 */
function step(name, command) {
  console.log(`\n== ${name}`);
  const start = performance.now();
  const { status } = spawnSync(command, { cwd: root, env, shell: true, stdio: "inherit" });
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(status === 0 ? `== ${name}: ok, ${seconds} s` : `== ${name}: FAILED, exit code ${status}`);
  return status === 0;
}

/** @param {string} folder @returns {string[]} */
function testFilesIn(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) return ["node_modules", "dist"].includes(entry.name) ? [] : testFilesIn(file);
    return entry.name.endsWith(".test.ts") ? [file] : [];
  });
}

for (const name of ["build", "lint:code", "lint:format", "lint:structure", "check"]) {
  if (!step(name, `pnpm run --silent ${name}`)) failures.push(`step ${name}`);
}

const scratch = mkdtempSync(path.join(tmpdir(), "blockzoo-test-"));
const report = path.join(scratch, "vitest.json");
const vitestPassed = step(
  "tests",
  `vitest run --allowOnly=false --reporter=default --reporter=json --outputFile.json="${report}"`,
);

/** @type {{ name: string, status: string, assertionResults: { status: string }[] }[]} */
let files = [];
try {
  files = JSON.parse(readFileSync(report, "utf8")).testResults;
} catch {
  failures.push("tests: vitest wrote no report");
}
rmSync(scratch, { recursive: true, force: true });

/** @param {{ status: string }} test */
const isFailed = (test) => test.status === "failed";
const tests = files.flatMap((file) => file.assertionResults);
const passed = tests.filter((test) => test.status === "passed").length;
const failed = tests.filter(isFailed).length;
const skipped = tests.length - passed - failed;

const broken = files.filter((file) => file.status === "failed" && !file.assertionResults.some(isFailed));
for (const file of broken) failures.push(`${path.relative(root, file.name)} could not be run`);
if (!vitestPassed && failed === 0 && broken.length === 0) failures.push("tests: vitest failed outside any test");
if (passed === 0) failures.push("tests: none passed");

const ran = new Set(files.map((file) => path.resolve(file.name)));
const all = ["packages", "apps", "recipes", "tooling"].flatMap((folder) => testFilesIn(path.join(root, folder)));
/** @type {Map<string, number>} */
const leftOut = new Map();
for (const file of all) {
  if (ran.has(file)) continue;
  const project = projectOf(file);
  if (project?.whyLeftOut() !== undefined) leftOut.set(project.name, (leftOut.get(project.name) ?? 0) + 1);
  else failures.push(`${path.relative(root, file)} was run by no vitest project`);
}

console.log();
for (const { name, whyLeftOut } of testProjects) {
  const reason = whyLeftOut();
  if (reason !== undefined) console.log(`left out: project ${name}, ${leftOut.get(name) ?? 0} test files: ${reason}`);
}
for (const failure of failures) console.log(`FAILED: ${failure}`);
const skippedPart = skipped > 0 ? `, ${skipped} skipped` : "";
console.log(`${passed} passed, ${failed + failures.length} failed${skippedPart}`);
process.exitCode = failed + failures.length > 0 ? 1 : 0;
