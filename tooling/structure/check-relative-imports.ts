import path from "node:path";
import type { Problem } from "./problem.js";
import { isRelative, isTest, type Workspace } from "./workspace.js";

/** Relative imports stay in their package, and code that ships never reaches for recipes (from src) or tests. */
export function checkRelativeImports(workspace: Workspace): readonly Problem[] {
  const problems: Problem[] = [];
  for (const { directory, files } of workspace.packages) {
    for (const file of files) {
      for (const { specifier, line } of file.imports.filter((entry) => isRelative(entry.specifier))) {
        const target = path.posix.relative(directory, path.posix.join(path.posix.dirname(file.path), specifier));
        const area = target.split("/")[0]!;
        const where = `${file.path}:${line}`;
        if (area === "..") {
          problems.push({
            where,
            found: `"${specifier}" leads out of ${directory}`,
            expected: "other packages imported by their name",
            todo: "import the package's name and declare it in package.json",
          });
        } else if (!isTest(file) && (area === "test" || (file.area === "src" && area !== "src"))) {
          problems.push({
            where,
            found: `${file.area || "a file"} imports "${specifier}"`,
            expected: "src imports only src; nothing but tests imports tests",
            todo: `move the shared code into ${directory}/src`,
          });
        }
      }
    }
  }
  return problems;
}
