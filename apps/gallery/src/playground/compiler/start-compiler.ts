import { wrap, type Remote } from "comlink";
import type { Compiler } from "./compiler.worker.js";

let started: Remote<Compiler> | undefined;

/** The compiler in its worker: the one that was started, else it is started, and its megabytes are fetched. */
export function startCompiler(): Remote<Compiler> {
  const start = () => new Worker(new URL("./compiler.worker.ts", import.meta.url), { type: "module" });
  return (started ??= wrap<Compiler>(start()));
}
