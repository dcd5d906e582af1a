import { isBuiltin } from "node:module";
import type { Problem } from "./problem.js";
import { isRelative, isTest, packageNamed, splitSpecifier } from "./workspace.js";
import type { Manifest, Package, SourceFile, Workspace } from "./workspace.js";

/** Whether an `exports` map has an entry for the subpath; one "*" in a key stands for any name. */
function isExported(manifest: Manifest, subpath: string): boolean {
  return Object.keys(manifest.exports ?? { ".": true }).some((key) => {
    const [start, end] = key.split("*");
    return end === undefined ? key === subpath : subpath.startsWith(start!) && subpath.endsWith(end);
  });
}

function declaredFor(workspace: Workspace, owner: Package, file: SourceFile): ReadonlySet<string> {
  const { dependencies, peerDependencies, devDependencies } = owner.manifest;
  const shipped = Object.keys({ ...dependencies, ...peerDependencies });
  if (!isTest(file) && owner.manifest.private !== true) return new Set(shipped);
  const tools = isTest(file) ? workspace.sharedTools : [];
  return new Set([...shipped, ...Object.keys(devDependencies ?? {}), ...tools]);
}

/** What a file imports by name is declared in its package.json, and no import reaches past a package's `exports`. */
export function checkDeclaredImports(workspace: Workspace): readonly Problem[] {
  const problems: Problem[] = [];
  for (const owner of workspace.packages) {
    for (const file of owner.files) {
      const declared = declaredFor(workspace, owner, file);
      for (const { specifier, line } of file.imports) {
        if (isRelative(specifier) || specifier.startsWith("#") || isBuiltin(specifier)) continue;
        const [name, subpath] = splitSpecifier(specifier);
        const where = `${file.path}:${line}`;
        if (name !== owner.manifest.name && !declared.has(name)) {
          const field = isTest(file) ? "devDependencies" : "dependencies or peerDependencies";
          problems.push({
            where,
            found: `imports "${specifier}"`,
            expected: `"${name}" in ${field} of ${owner.directory}/package.json`,
            todo: `declare it there and run: pnpm install`,
          });
        }
        const target = packageNamed(workspace, name);
        if (target !== undefined && !isExported(target.manifest, subpath)) {
          problems.push({
            where,
            found: `imports "${specifier}"`,
            expected: `one of the entries of ${name}: ${Object.keys(target.manifest.exports ?? {}).join(", ")}`,
            todo: `import from "${name}", or add the entry to exports of ${target.directory}/package.json`,
          });
        }
      }
    }
  }
  return problems;
}
