// The checks of the workspace, in order; a later one runs even when an earlier one failed:
//   node tooling/workspace/test.mjs             build, lint, types and the default tests: npm test
//   node tooling/workspace/test.mjs test:gpu    the tests on software GPUs: npm run test:gpu
// The last line of the output is "N passed, N failed[, N skipped]": tests, to which each failed step and each test file that
// did not run adds a failure.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { testProjects } from "./test-projects.mjs";
import { brokenFiles, countTests, failedTests, familiesAboveBudget, filesNotRun, readReport } from "./test-report.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const bin = path.join(root, "node_modules", ".bin");
const env = { ...process.env, PATH: bin + path.delimiter + process.env["PATH"] };

const command = process.argv[2] ?? "test";
const own = testProjects.filter((project) => project.command === command);
if (own.length === 0) {
  console.error(
    `there is no command "${command}": there are ${[...new Set(testProjects.map((each) => each.command))].join(", ")}`,
  );
  process.exit(2);
}
const projects = own.filter(({ whyLeftOut }) => whyLeftOut() === undefined);

/** @type {string[]} What failed apart from single tests, a sentence each. */
const failures = [];

if (command === "test") {
  for (const name of ["build", "lint:code", "lint:format", "lint:structure", "check"]) {
    if (!step(name, `pnpm run --silent ${name}`)) failures.push(`step ${name}`);
  }
}
const files = projects.length > 0 ? runTests() : [];
const { passed, failed, skipped } = countTests(files);

failures.push(...brokenFiles(root, files));
if (projects.length > 0 && passed === 0) failures.push("tests: none passed");

console.log();
const { budget, families } = familiesAboveBudget(root, files);
if (families.length > 0) console.log(`above the ${budget} s of tests that a family may take: ${families.join(", ")}`);
reportFilesNotRun();
for (const failure of [...failedTests(root, files), ...failures]) console.log(`FAILED: ${failure}`);
const skippedPart = skipped > 0 ? `, ${skipped} skipped` : "";
console.log(`${passed} passed, ${failed + failures.length} failed${skippedPart}`);
process.exitCode = failed + failures.length > 0 ? 1 : 0;

/**
 * @param {string} name
 * @param {string} line
 */
function step(name, line) {
  console.log(`\n== ${name}`);
  const start = performance.now();
  const { status } = spawnSync(line, { cwd: root, env, shell: true, stdio: "inherit" });
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(status === 0 ? `== ${name}: ok, ${seconds} s` : `== ${name}: FAILED, exit code ${status}`);
  return status === 0;
}

/** Runs vitest, and returns what its report says of each file. */
function runTests() {
  const scratch = mkdtempSync(path.join(tmpdir(), "blockzoo-test-"));
  const report = path.join(scratch, "vitest.json");
  const names = projects.map(({ name }) => `--project ${name}`).join(" ");
  const reporters = `--reporter=default --reporter=json --outputFile.json="${report}"`;
  const isPassed = step("tests", `vitest run ${names} --allowOnly=false ${reporters}`);
  const results = readReport(report);
  rmSync(scratch, { recursive: true, force: true });
  if (results === undefined) failures.push("tests: vitest wrote no report");
  else if (!isPassed && results.every(({ status }) => status === "passed")) {
    failures.push("tests: vitest failed outside any test");
  }
  return results ?? [];
}

/** A file that none of this command's projects took is a failure; where a project cannot run here, a line says why. */
function reportFilesNotRun() {
  /** @type {Map<string, number>} */
  const leftOut = new Map();
  for (const { file, project } of filesNotRun(root, files)) {
    if (project?.command !== command) continue;
    if (projects.includes(project)) failures.push(`${file} was run by no vitest project`);
    else leftOut.set(project.name, (leftOut.get(project.name) ?? 0) + 1);
  }
  for (const { name, whyLeftOut } of own) {
    const reason = whyLeftOut();
    if (reason !== undefined) console.log(`left out: project ${name}, ${leftOut.get(name) ?? 0} test files: ${reason}`);
  }
}
