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
  const groups = new Map<string, { names: string[]; runtimes: string[] }>();
  for (const [{ name }, { commit, command, machine: where, runtimes }] of rows) {
    const key = `at commit ${commit}, \`${command}\`. ${where}`;
    const group = groups.get(key) ?? { names: [], runtimes: [] };
    groups.set(key, { names: [...group.names, name], runtimes: [...group.runtimes, ...runtimes] });
  }
  const lines = [...groups].map(([key, { names, runtimes }]) => {
    const text = `${key}; ${[...new Set(runtimes)].join(", ")}.`;
    return groups.size === 1 ? text : `${names.join(", ")}: ${text}`;
  });
  return lines.join("\n\n");
}
