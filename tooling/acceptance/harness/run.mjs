import { spawn } from "node:child_process";
import { Finding } from "./report.mjs";

/**
 * Runs a program to its end and returns what it printed; a failure carries the whole output.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ cwd: string, env?: NodeJS.ProcessEnv, timeoutSeconds?: number }} options
 * @returns {Promise<string>}
 */
export function run(program, args, { cwd, env = process.env, timeoutSeconds = 90 }) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"], timeout: timeoutSeconds * 1000 });
    let output = "";
    child.stdout.on("data", (/** @type {Buffer} */ chunk) => (output += chunk.toString()));
    child.stderr.on("data", (/** @type {Buffer} */ chunk) => (output += chunk.toString()));
    child.on("error", reject);
    child.on("close", (code, signal) => {
      if (code === 0) resolve(output);
      else reject(new Finding(`${program} ${args.join(" ")}: ${signal ?? `exit code ${code}`}\n${output}`));
    });
  });
}
