import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

// Programs are modules below this folder, so that they find the packages; they run in a folder of their own.
const modules = fileURLToPath(new URL(".examples", import.meta.url));

/** Runs a program from a document, in the working folder; what it logs is dropped. */
export async function runProgram(code: string, name: string): Promise<void> {
  mkdirSync(modules, { recursive: true });
  const module = join(modules, `${name}.ts`);
  writeFileSync(module, code);
  const { log } = console;
  console.log = () => {};
  try {
    await import(module);
  } finally {
    console.log = log;
  }
}

/** Call it after the last program of a test file. */
export function removePrograms(): void {
  rmSync(modules, { recursive: true, force: true });
}
