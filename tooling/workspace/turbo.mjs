// Runs turbo with its telemetry switched off, which turbo.json has no field for, and with the workspace's pnpm on PATH.
import { spawnSync } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";

const bin = fileURLToPath(new URL("../../node_modules/.bin", import.meta.url));
const isWindows = process.platform === "win32";

const result = spawnSync("turbo", process.argv.slice(2), {
  stdio: "inherit",
  shell: isWindows,
  env: { ...process.env, PATH: bin + path.delimiter + process.env["PATH"], TURBO_TELEMETRY_DISABLED: "1" },
});
process.exit(result.status ?? 1);
