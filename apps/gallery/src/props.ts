// What more than one component of the page is given.
import type { Remote } from "comlink";
import type { Laboratory } from "./laboratory/laboratory.worker.js";
import type { Opened } from "./laboratory/runtime.js";
import type { RuntimeName } from "./runtimes.js";

export interface LaboratoryProps {
  readonly laboratory: Remote<Laboratory>;
}

export interface RoomProps extends LaboratoryProps {
  /** The chosen runtime. */
  readonly runtime: RuntimeName;
  /** Whether it is open. */
  readonly isOpen: boolean;
}

/** Which runtime is open, or why it is not. */
export type RuntimeStatus = { readonly opened: Opened } | { readonly error: string } | "opening";
