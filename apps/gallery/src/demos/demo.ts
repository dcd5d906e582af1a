import type { Remote } from "comlink";
import type { RuntimeName } from "../frame/runtimes.js";
import type { Laboratory } from "../laboratory/laboratory.worker.js";
import type { NetworkName } from "../laboratory/networks/network-name.js";

/** What a demo is given: a trained network of its task. */
export interface DemoProps<Meaning = unknown> {
  readonly network: Required<NetworkName>;
  /** What the weights say of their inputs and outputs, as the task takes it. */
  readonly meaning: Meaning;
  readonly laboratory: Remote<Laboratory>;
  readonly runtime: RuntimeName;
  /** Whether the runtime is open. */
  readonly isOpen: boolean;
}
