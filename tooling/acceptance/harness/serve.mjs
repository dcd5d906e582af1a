import { spawn } from "node:child_process";
import { Finding } from "./report.mjs";

const patienceSeconds = 30;

/**
 * Starts a server and waits until it answers.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ cwd: string, env: NodeJS.ProcessEnv }} options
 * @param {string} port
 */
export async function serve(program, args, options, port) {
  // In a group of its own, so that what it starts ends with it.
  const child = spawn(program, args, { ...options, stdio: ["ignore", "pipe", "pipe"], detached: true });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += String(chunk)));
  const ended = new Promise((resolve) => child.on("close", resolve));
  const stop = async () => {
    if (child.exitCode === null && child.pid !== undefined) process.kill(-child.pid);
    await ended;
  };
  for (let tries = 0; tries < 4 * patienceSeconds; tries++) {
    const answers = await fetch(`http://localhost:${port}/`).then(
      (response) => response.ok,
      () => false,
    );
    if (answers) return { stop };
    if (child.exitCode !== null) break;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  await stop();
  throw new Finding(`${program} ${args.join(" ")} does not answer on port ${port}:\n${output}`);
}
