import { useEffect, useState } from "preact/hooks";
import type { LaboratoryProps, RuntimeStatus } from "./props.js";
import { rooms, useRoom } from "./rooms.js";
import { RuntimeSelect } from "./runtime-select.js";
import type { RuntimeName } from "./runtimes.js";

export function App({ laboratory }: LaboratoryProps) {
  const [runtime, setRuntime] = useState<RuntimeName>(runtimeOfAddress);
  const [status, setStatus] = useState<RuntimeStatus>("opening");
  const shown = useRoom();
  useEffect(() => {
    const change = { wanted: true };
    void open(change);
    return () => void (change.wanted = false);
  }, [runtime]);

  /** Opens the chosen runtime, unless another is chosen meanwhile. */
  async function open(change: { readonly wanted: boolean }): Promise<void> {
    setStatus("opening");
    try {
      const opened = await laboratory.open(runtime);
      if (change.wanted) setStatus({ opened });
    } catch (error) {
      if (change.wanted) setStatus({ error: (error as Error).message });
    }
  }
  const isOpen = typeof status === "object" && "opened" in status;
  return (
    <>
      <header>
        <h1>blockzoo</h1>
        <p>Networks of the literature, written once in TypeScript, running in this page.</p>
        <nav>
          {rooms.map(({ name, title }) => (
            <a key={name} href={`#${name}`} aria-current={name === shown ? "page" : undefined}>
              {title}
            </a>
          ))}
        </nav>
        <RuntimeSelect name={runtime} status={status} onChange={setRuntime} />
      </header>
      {rooms.map(({ name, Room }) => (
        // What goes on in a room goes on while another is looked at.
        <main key={name} hidden={name !== shown}>
          <Room laboratory={laboratory} runtime={runtime} isOpen={isOpen} />
        </main>
      ))}
    </>
  );
}

/** `?runtime=tfjs-wasm` */
function runtimeOfAddress(): RuntimeName {
  const asked = new URLSearchParams(location.search).get("runtime");
  return (asked ?? "ort-wasm") as RuntimeName;
}
