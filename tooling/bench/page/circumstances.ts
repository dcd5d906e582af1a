import { spawnSync } from "node:child_process";
import { availableParallelism, cpus } from "node:os";
import type { Case } from "../cases/case.js";
import type { CaseRecord } from "./records.js";

export function machine(): string {
  return `${cpus()[0]?.model.trim() ?? "unknown CPU"}, ${availableParallelism()} cores, Node ${process.versions.node}`;
}

/** The date of the code that was measured; the clock of the machine may be anything. */
export function dateOfCommit(): string {
  const { status, stdout } = spawnSync("git", ["log", "-1", "--format=%cs %h"], { encoding: "utf8" });
  return status === 0 ? stdout.trim() : "unknown";
}

/** The lines below a table: which of its rows were measured where, when and by which command. */
export function circumstancesOf(rows: readonly (readonly [Case, CaseRecord])[]): string {
  const groups = new Map<string, string[]>();
  for (const [{ name }, { commit, command, machine: where, runtimes }] of rows) {
    const text = `at commit ${commit}, \`${command}\`. ${where}; ${runtimes.join(", ")}.`;
    groups.set(text, [...(groups.get(text) ?? []), name]);
  }
  if (groups.size === 1) return [...groups.keys()][0]!;
  return [...groups].map(([text, names]) => `${names.join(", ")}: ${text}`).join("\n\n");
}
