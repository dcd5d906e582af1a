import { diagramSvg, type Summary } from "@blockzoo/inspect";
import { useMemo, useState } from "preact/hooks";
import { Field } from "../design/field.js";
import type { GraphLook, Look } from "./sandbox/messages.js";

interface NetworkPanelProps {
  readonly look: Look;
  /** Whether it is the network of the program as it is now. */
  readonly isCurrent: boolean;
}

/** What the program's network is: its size, and its diagram. */
export function NetworkPanel({ look, isCurrent }: NetworkPanelProps) {
  const [name, setName] = useState("");
  const graph = look.graphs.find((each) => each.name === name) ?? look.graphs[0];
  if (graph === undefined) return null;
  return (
    <div
      class={isCurrent ? "" : "playground-stale"}
      data-testid="network"
      data-parameters={graph.summary.totals.parameters}
    >
      <h2>{look.name}</h2>
      {look.graphs.length > 1 && (
        <Field label="Computation">
          <select value={graph.name} onChange={({ currentTarget }) => setName(currentTarget.value)}>
            {look.graphs.map((each) => (
              <option key={each.name}>{each.name}</option>
            ))}
          </select>
        </Field>
      )}
      <Counts totals={graph.summary.totals} />
      <DiagramOf graph={graph} />
    </div>
  );
}

function Counts({ totals }: Pick<Summary, "totals">) {
  return (
    <dl class="playground-counts">
      <div>
        <dt>Parameters</dt>
        <dd>{totals.parameters.toLocaleString("en-US")}</dd>
      </div>
      <div>
        <dt>Multiply-adds</dt>
        <dd>{compact(totals.macs)}</dd>
      </div>
      <div>
        <dt>Activations</dt>
        <dd>{bytes(totals.activationBytes)}</dd>
      </div>
      <div>
        <dt>Memory to train</dt>
        <dd>{bytes(totals.trainingBytes)}</dd>
      </div>
    </dl>
  );
}

function DiagramOf({ graph: { diagram } }: { readonly graph: GraphLook }) {
  // Drawn here, from data that was checked: labels are escaped, whatever the program calls its blocks.
  const svg = useMemo(() => diagramSvg(diagram), [diagram]);
  return (
    <div
      class="playground-diagram"
      tabIndex={0}
      role="region"
      aria-label={`Diagram of ${diagram.title}`}
      dangerouslySetInnerHTML={{ __html: svg }}
    />
  );
}

/** `1.2 M`, `340 k`. */
function compact(count: number): string {
  return new Intl.NumberFormat("en-US", { notation: "compact", maximumSignificantDigits: 3 }).format(count);
}

/** `1.5 MB`. */
function bytes(count: number): string {
  const units = ["bytes", "kB", "MB", "GB", "TB"] as const;
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(count, 1)) / 3));
  const number = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 3 }).format(count / 1000 ** power);
  return `${number} ${units[power]}`;
}
