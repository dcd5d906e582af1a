import { wrap, type Remote } from "comlink";
import type { Laboratory } from "./laboratory.worker.js";

/** The laboratory in its worker. */
export function startLaboratory(): Remote<Laboratory> {
  return wrap<Laboratory>(new Worker(new URL("./laboratory.worker.ts", import.meta.url), { type: "module" }));
}
