import { isBuiltin } from "node:module";
import { importTable, roleOf, testMayImport } from "./import-table.js";
import type { Problem } from "./problem.js";
import { isRelative, isTest, packageNamed, splitSpecifier } from "./workspace.js";
import type { Package, SourceFile, Workspace } from "./workspace.js";

function rowFor(owner: Package, file: SourceFile): { readonly title: string; readonly allowed: readonly string[] } {
  const role = roleOf(owner);
  const own = importTable[role] ?? [];
  const recipes = role === "model" ? (importTable["model recipes"] ?? []) : [];
  if (isTest(file)) return { title: `tests of ${role}`, allowed: [...own, ...recipes, ...testMayImport] };
  if (file.area === "recipes") return { title: `${role} recipes`, allowed: recipes };
  if (role === "model" && file.path.startsWith(`${owner.directory}/src/optimization/`)) {
    return { title: "model optimization", allowed: importTable["model optimization"] ?? [] };
  }
  return { title: role, allowed: own };
}

/** Imports between packages follow the table; core imports nothing at all. */
export function checkImportDirection(workspace: Workspace): readonly Problem[] {
  const problems: Problem[] = [];
  for (const owner of workspace.packages) {
    if (importTable[roleOf(owner)] === undefined) {
      problems.push({
        where: owner.directory,
        found: "a package that the import table does not know",
        expected: "a row that says what it may import",
        todo: "add the row in tooling/structure/import-table.ts",
      });
      continue;
    }
    for (const file of owner.files) {
      const { title, allowed } = rowFor(owner, file);
      for (const { specifier, line } of file.imports) {
        if (isRelative(specifier) || isBuiltin(specifier)) continue;
        const target = packageNamed(workspace, splitSpecifier(specifier)[0]);
        const where = `${file.path}:${line}`;
        if (target === undefined) {
          if (roleOf(owner) !== "core" || isTest(file)) continue;
          problems.push({
            where,
            found: `core imports "${specifier}"`,
            expected: "core imports nothing",
            todo: "write the few lines needed, or move this code to the package that may depend on it",
          });
        } else if (target !== owner && !allowed.includes("*") && !allowed.includes(roleOf(target))) {
          problems.push({
            where,
            found: `${title} imports "${specifier}"`,
            expected: `${title} imports ${allowed.length === 0 ? "nothing" : `only ${allowed.join(", ")}`}`,
            todo: "move the shared code inward, or take it as an argument; the table is tooling/structure/import-table.ts",
          });
        }
      }
    }
  }
  return problems;
}
