import type { Problem } from "./problem.js";
import { referencesFile, workspaceDependencies, type Workspace } from "./workspace.js";

/** What the `references` of each tsconfig.json have to be: `tsc -b` builds in their order. */
export function expectedReferences(workspace: Workspace): ReadonlyMap<string, readonly string[]> {
  const built = workspace.packages.filter((candidate) => candidate.references !== undefined);
  const expected = new Map<string, readonly string[]>([[".", built.map(({ directory }) => directory)]]);
  for (const owner of built) {
    const dependencies = workspaceDependencies(workspace, owner).filter((target) => target.references !== undefined);
    expected.set(
      owner.directory,
      dependencies.map(({ directory }) => directory),
    );
  }
  return expected;
}

/** References equal the workspace packages among dependencies and peers; the root references every built package. */
export function checkReferences(workspace: Workspace): readonly Problem[] {
  const actual = new Map([[".", workspace.references]]);
  for (const owner of workspace.packages) if (owner.references) actual.set(owner.directory, owner.references);

  const problems: Problem[] = [];
  for (const [directory, expected] of expectedReferences(workspace)) {
    const found = actual.get(directory) ?? [];
    const missing = expected.filter((target) => !found.includes(target));
    const surplus = found.filter((target) => !expected.includes(target));
    if (missing.length === 0 && surplus.length === 0) continue;
    const parts = [
      ...(missing.length > 0 ? [`references lack ${missing.join(", ")}`] : []),
      ...(surplus.length > 0 ? [`references have ${surplus.join(", ")} too many`] : []),
    ];
    problems.push({
      where: referencesFile(directory),
      found: parts.join("; "),
      expected:
        directory === "." ? "every package with a tsconfig.json" : "the workspace packages in dependencies and peers",
      todo: "run: pnpm format",
    });
  }
  return problems;
}
