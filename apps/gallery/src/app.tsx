import { useEffect, useState } from "preact/hooks";
import { DigitPanel } from "./drawing/digit-panel.js";
import type { LaboratoryProps, RuntimeStatus } from "./props.js";
import { RuntimeSelect } from "./runtime-select.js";
import type { RuntimeName } from "./runtimes.js";
import { TrainingPanel } from "./training/training-panel.js";
import { useTraining } from "./training/use-training.js";

export function App({ laboratory }: LaboratoryProps) {
  const [name, setName] = useState<RuntimeName>(runtimeOfAddress);
  const [status, setStatus] = useState<RuntimeStatus>("opening");
  const training = useTraining(laboratory);
  useEffect(() => {
    const change = { wanted: true };
    void open(change);
    return () => void (change.wanted = false);
  }, [name]);

  /** Opens the chosen runtime, unless another is chosen meanwhile. */
  async function open(change: { readonly wanted: boolean }): Promise<void> {
    setStatus("opening");
    try {
      const opened = await laboratory.open(name);
      if (!change.wanted) return;
      setStatus({ opened });
      await training.restore();
    } catch (error) {
      if (change.wanted) setStatus({ error: (error as Error).message });
    }
  }
  const isOpen = typeof status === "object" && "opened" in status;
  return (
    <>
      <header>
        <h1>blockzoo</h1>
        <p>LeNet-5, written once in TypeScript, running in this page.</p>
        <RuntimeSelect name={name} status={status} onChange={setName} />
      </header>
      <main>
        <DigitPanel laboratory={laboratory} isOpen={isOpen} runtime={name} hasOwn={training.canBeUsed} />
        <TrainingPanel training={training} isOpen={isOpen} />
      </main>
    </>
  );
}

/** `?runtime=tfjs-wasm` */
function runtimeOfAddress(): RuntimeName {
  const asked = new URLSearchParams(location.search).get("runtime");
  return (asked ?? "ort-wasm") as RuntimeName;
}
