// Checks what no compiler checks: who may import whom, and that manifests and references agree.
// With --write-references it brings the references of all tsconfig.json files up to date first.
import { fileURLToPath } from "node:url";
import { checkBrowserEntries } from "./check-browser-entries.js";
import { checkDeclaredImports } from "./check-declared-imports.js";
import { checkImportDirection } from "./check-import-direction.js";
import { checkManifests } from "./check-manifests.js";
import { checkReferences } from "./check-references.js";
import { checkRelativeImports } from "./check-relative-imports.js";
import { describeProblem } from "./problem.js";
import { readWorkspace } from "./workspace.js";
import { writeReferences } from "./write-references.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const workspace = readWorkspace(root);
if (process.argv.includes("--write-references")) {
  writeReferences(root, workspace);
} else {
  const checks = [
    checkImportDirection,
    checkRelativeImports,
    checkDeclaredImports,
    checkBrowserEntries,
    checkReferences,
    checkManifests,
  ];
  const problems = checks.flatMap((check) => check(workspace));
  for (const problem of problems) console.error(describeProblem(problem));
  if (problems.length > 0) console.error(`structure: ${problems.length} problems`);
  process.exitCode = problems.length > 0 ? 1 : 0;
}
