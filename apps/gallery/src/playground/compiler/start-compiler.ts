import { wrap, type Remote } from "comlink";
import type { Compiler } from "./compiler.worker.js";

/** The compiler in its worker. */
export function startCompiler(): Remote<Compiler> {
  return wrap<Compiler>(new Worker(new URL("./compiler.worker.ts", import.meta.url), { type: "module" }));
}
