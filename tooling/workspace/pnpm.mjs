// Runs the pinned pnpm through npx, so that a machine with Node and npm alone can use the workspace:
//   node tooling/workspace/pnpm.mjs install --frozen-lockfile
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

const manifest = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
const pnpm = manifest.packageManager.split("+")[0];
const isWindows = process.platform === "win32";

const result = spawnSync(isWindows ? "npx.cmd" : "npx", ["--yes", pnpm, ...process.argv.slice(2)], {
  stdio: "inherit",
  shell: isWindows,
});
process.exit(result.status ?? 1);
