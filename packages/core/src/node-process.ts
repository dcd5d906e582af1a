import type { Port } from "./worker/messages.js";

/** What of Node's `process` is used here; written out so that no types of Node are needed. */
export interface NodeProcess {
  cwd(): string;
  getBuiltinModule<Name extends keyof BuiltinModules>(name: Name): BuiltinModules[Name];
}

interface BuiltinModules {
  readonly "node:module": { createRequire(folder: string): { resolve(name: string): string } };
  readonly "node:url": { pathToFileURL(path: string): { readonly href: string } };
  readonly "node:worker_threads": { readonly parentPort: Port | null };
}

/** Node's own; undefined in a page, where a bundler may have put something less in its place. */
export function nodeProcess(): NodeProcess | undefined {
  const { process } = globalThis as { readonly process?: Partial<NodeProcess> };
  return process?.getBuiltinModule === undefined ? undefined : (process as NodeProcess);
}
