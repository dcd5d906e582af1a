// What more than one component of the page is given.
import type { Remote } from "comlink";
import type { Laboratory, Opened } from "./laboratory.worker.js";

export interface LaboratoryProps {
  readonly laboratory: Remote<Laboratory>;
}

/** Which runtime is open, or why it is not. */
export type RuntimeStatus = { readonly opened: Opened } | { readonly error: string } | "opening";
