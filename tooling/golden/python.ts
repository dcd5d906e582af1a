import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/** The interpreter that has PyTorch: Debian's, with python3-torch, unless PYTHON names another. */
const interpreter = process.env["PYTHON"] ?? "/usr/bin/python3";

/** Runs a script of this folder with a value as JSON on its standard input, and returns what it prints. */
export function runPython(script: string, input: unknown, ...parameters: string[]): string {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const result = spawnSync(interpreter, [path, ...parameters], {
    input: JSON.stringify(input),
    encoding: "utf8",
    maxBuffer: 1 << 30,
  });
  if (result.status !== 0) {
    throw new Error(`${script} failed (it needs python3-torch): ${result.error?.message ?? result.stderr}`);
  }
  return result.stdout;
}
