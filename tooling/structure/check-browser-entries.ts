import { isBuiltin } from "node:module";
import path from "node:path";
import { browserRoles, roleOf } from "./import-table.js";
import type { Problem } from "./problem.js";
import { isRelative, packageNamed, splitSpecifier } from "./workspace.js";
import type { Package, SourceFile, Workspace } from "./workspace.js";

const sourceCondition = "@blockzoo/source";

function entryFile(owner: Package, subpath: string): string | undefined {
  const entry = owner.manifest.exports?.[subpath];
  const source = (entry as Readonly<Record<string, unknown>> | undefined)?.[sourceCondition];
  return typeof source === "string" ? path.posix.join(owner.directory, source) : undefined;
}

/** The source file that an import leads to, in this package or another of the workspace. */
function follow(workspace: Workspace, from: SourceFile, specifier: string): string | undefined {
  if (isRelative(specifier)) {
    return path.posix.join(path.posix.dirname(from.path), specifier).replace(/\.js$/, ".ts");
  }
  const [name, subpath] = splitSpecifier(specifier);
  const target = packageNamed(workspace, name);
  return target && entryFile(target, subpath);
}

/**
 * Main entries that also run in a page import no module of Node: not themselves, nor through anything they import, also when
 * asked for, since bundlers follow dynamic imports too and some stop at a `node:` name.
 */
export function checkBrowserEntries(workspace: Workspace): readonly Problem[] {
  const files = new Map(workspace.packages.flatMap((owner) => owner.files.map((file) => [file.path, file] as const)));
  const problems = new Map<string, Problem>();
  for (const owner of workspace.packages.filter((candidate) => browserRoles.includes(roleOf(candidate)))) {
    const entry = entryFile(owner, ".");
    const waiting = entry === undefined ? [] : [entry];
    const seen = new Set(waiting);
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const file = files.get(next);
      for (const { specifier, kind, line } of file?.imports ?? []) {
        if (kind === "type" || file === undefined) continue;
        if (isBuiltin(specifier)) {
          const where = `${file.path}:${line}`;
          problems.set(where, {
            where,
            found: `an import of "${specifier}", which the main entry of ${owner.manifest.name} leads to`,
            expected: "a main entry that bundlers for browsers take",
            todo: `use process.getBuiltinModule("${specifier}") inside the function that needs it`,
          });
          continue;
        }
        const target = follow(workspace, file, specifier);
        if (target === undefined || seen.has(target)) continue;
        seen.add(target);
        waiting.push(target);
      }
    }
  }
  return [...problems.values()];
}
