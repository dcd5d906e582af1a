// A second checkout beside the one that is worked on: a folder, or a revision of git.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Contender } from "./contenders.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

/**
 * The folder of a checkout with its dependencies: `named` itself where it is a folder, otherwise `folder`, into which the revision
 * is written. It is no worktree of git, so that nothing is left behind in the repository.
 *
 * @throws Error where `named` is neither a folder nor a revision, or its packages cannot be linked
 */
export function checkoutOf(named: string, folder: string): string {
  if (existsSync(named)) {
    const found = path.resolve(named);
    if (!existsSync(path.join(found, "tooling/bench/node_modules"))) {
      throw new Error(
        `${named} is no checkout with its dependencies; run there: node tooling/workspace/pnpm.mjs install`,
      );
    }
    return found;
  }
  const revision = revisionNamed(named);
  mkdirSync(folder);
  const archive = path.join(folder, ".revision.tar");
  ran("git", ["archive", "--output", archive, revision], root);
  ran("tar", ["-xf", archive], folder);
  ran(process.execPath, ["tooling/workspace/pnpm.mjs", "install", "--frozen-lockfile", "--prefer-offline"], folder);
  return folder;
}

/** The same contender on the packages of another checkout. */
export function inCheckout(contender: Contender, checkout: string): Contender {
  const hook = new URL("contenders/checkout-hook.mjs", import.meta.url).href;
  return {
    ...contender,
    environment: { ...contender.environment, NODE_OPTIONS: `--import=${hook}`, CHECKOUT: checkout },
  };
}

function revisionNamed(named: string): string {
  const parameters = ["rev-parse", "--verify", "--quiet", "--end-of-options", `${named}^{commit}`];
  const { status, stdout } = spawnSync("git", parameters, { cwd: root, encoding: "utf8" });
  if (status !== 0) throw new Error(`there is no folder and no revision of git named "${named}"`);
  return stdout.trim();
}

function ran(program: string, parameters: readonly string[], cwd: string): string {
  const { status, stdout, stderr, error } = spawnSync(program, parameters, { cwd, encoding: "utf8" });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`${program} ${parameters.join(" ")}: ${stderr.trim() || `exit code ${status}`}`);
  return stdout;
}
