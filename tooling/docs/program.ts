import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { vi } from "vitest";

// Programs are modules below this folder, so that they find the packages; they run in a folder of their own.
const modules = fileURLToPath(new URL(".examples", import.meta.url));

/** Runs a program from a document, in the working folder, and returns what it logged. */
export async function runProgram(code: string, name: string): Promise<string> {
  mkdirSync(modules, { recursive: true });
  const module = join(modules, `${name}.ts`);
  writeFileSync(module, code);
  const log = vi.spyOn(console, "log").mockImplementation(() => {});
  try {
    await import(module);
    return log.mock.calls.map((values) => values.join(" ")).join("\n");
  } finally {
    log.mockRestore();
  }
}

/** Call it after the last program of a test file. */
export function removePrograms(): void {
  rmSync(modules, { recursive: true, force: true });
}
