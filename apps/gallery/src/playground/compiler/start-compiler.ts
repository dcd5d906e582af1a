import { wrap, type Remote } from "comlink";
import type { Compiler } from "./compiler.worker.js";

let started: Remote<Compiler> | undefined;

/** The compiler in its worker, one for all: whoever asks first starts it, and has its megabytes fetched. */
export function startCompiler(): Remote<Compiler> {
  started ??= wrap<Compiler>(new Worker(new URL("./compiler.worker.ts", import.meta.url), { type: "module" }));
  return started;
}
