import { runtimeNames, runtimes, type RuntimeName } from "./runtimes.js";
import type { ChosenRuntime, RuntimeStatus } from "./use-runtime.js";

interface RuntimeSelectProps {
  readonly runtime: ChosenRuntime;
  /** Whether it could have more threads once the page is loaded again. */
  readonly canHaveThreads: boolean;
}

/** Which runtime computes, and whether it is open. */
export function RuntimeSelect({ runtime, canHaveThreads }: RuntimeSelectProps) {
  const { name, status, choose } = runtime;
  return (
    <div class="runtime">
      <label for="runtime">Runs on</label>
      <select id="runtime" value={name} onChange={(event) => choose(event.currentTarget.value as RuntimeName)}>
        {runtimeNames.map((each) => (
          <option key={each} value={each}>
            {runtimes[each]}
          </option>
        ))}
      </select>
      <output
        for="runtime"
        title={status !== "opening" && "opened" in status ? status.opened.runtime : undefined}
        class={status === "opening" ? "muted" : "error" in status ? "error" : "muted opened"}
        data-testid="runtime-status"
      >
        {statusText(status)}
      </output>
      {canHaveThreads && name.endsWith("wasm") && (
        <button type="button" class="plain" onClick={() => location.reload()}>
          use more threads
        </button>
      )}
    </div>
  );
}

function statusText(status: RuntimeStatus): string {
  if (status === "opening") return "opening …";
  if ("error" in status) return status.error;
  const { threads } = status.opened;
  return threads === 1 ? "one thread" : `${threads} threads`;
}
