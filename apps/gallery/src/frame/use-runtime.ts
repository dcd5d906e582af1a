import type { Remote } from "comlink";
import { useEffect, useState } from "preact/hooks";
import type { Laboratory } from "../laboratory/laboratory.worker.js";
import type { Opened } from "../laboratory/runtime.js";
import { isRuntimeName, type RuntimeName } from "./runtimes.js";

/** Which runtime is open, or why it is not. */
export type RuntimeStatus = { readonly opened: Opened } | { readonly error: string } | "opening";

/** The runtime that is chosen. */
export interface ChosenRuntime {
  readonly name: RuntimeName;
  readonly status: RuntimeStatus;
  readonly isOpen: boolean;
  choose(name: RuntimeName): void;
}

/** Opens the runtime that the address names, `?runtime=tfjs-wasm`, or that is chosen later, once it is wanted. */
export function useRuntime(laboratory: Remote<Laboratory>, isWanted: boolean): ChosenRuntime {
  const [name, setName] = useState<RuntimeName>(runtimeOfAddress);
  const [status, setStatus] = useState<RuntimeStatus>("opening");
  useEffect(() => {
    if (!isWanted) return;
    const change = { isWanted: true };
    void open(change);
    return () => void (change.isWanted = false);
  }, [name, isWanted]);

  /** Opens the chosen runtime, unless another is chosen meanwhile. */
  async function open(change: { readonly isWanted: boolean }): Promise<void> {
    setStatus("opening");
    try {
      const opened = await laboratory.open(name);
      if (change.isWanted) setStatus({ opened });
    } catch (error) {
      if (change.isWanted) setStatus({ error: (error as Error).message });
    }
  }
  return {
    name,
    status,
    isOpen: typeof status === "object" && "opened" in status,
    choose: (chosen) => {
      keepInAddress(chosen);
      setName(chosen);
    },
  };
}

const byDefault: RuntimeName = "ort-wasm";

function runtimeOfAddress(): RuntimeName {
  const asked = new URLSearchParams(location.search).get("runtime");
  return asked !== null && isRuntimeName(asked) ? asked : byDefault;
}

/** So that the page opens with it again when it is loaded anew. */
function keepInAddress(name: RuntimeName): void {
  const address = new URL(location.href);
  address.searchParams.set("runtime", name);
  history.replaceState(history.state, "", address);
}
