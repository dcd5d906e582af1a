import type { RuntimeStatus } from "./props.js";
import { runtimeNames, runtimes, type RuntimeName } from "./runtimes.js";

interface RuntimeSelectProps {
  readonly name: RuntimeName;
  readonly status: RuntimeStatus;
  readonly onChange: (name: RuntimeName) => void;
}

export function RuntimeSelect({ name, status, onChange }: RuntimeSelectProps) {
  return (
    <div class="runtime">
      <label for="runtime">Runs on</label>
      <select id="runtime" value={name} onChange={(event) => onChange(event.currentTarget.value as RuntimeName)}>
        {runtimeNames.map((each) => (
          <option key={each} value={each}>
            {runtimes[each]}
          </option>
        ))}
      </select>
      <output class={typeof status === "object" && "error" in status ? "error" : "muted"} data-testid="runtime-status">
        {statusText(status)}
      </output>
    </div>
  );
}

function statusText(status: RuntimeStatus): string {
  if (status === "opening") return "opening …";
  if ("error" in status) return status.error;
  const { runtime, threads } = status.opened;
  return `${runtime}, ${threads === 1 ? "one thread" : `${threads} threads`}`;
}
