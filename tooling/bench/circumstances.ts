import { spawnSync } from "node:child_process";
import { availableParallelism, cpus } from "node:os";

export function machine(): string {
  return `${cpus()[0]?.model.trim() ?? "unknown CPU"}, ${availableParallelism()} cores, Node ${process.versions.node}`;
}

/** The date of the code that was measured; the clock of the machine may be anything. */
export function dateOfCommit(): string {
  const { status, stdout } = spawnSync("git", ["log", "-1", "--format=%cs %h"], { encoding: "utf8" });
  return status === 0 ? `at commit ${stdout.trim()}` : "date unknown";
}
