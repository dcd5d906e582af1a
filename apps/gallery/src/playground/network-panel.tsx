import { useState } from "preact/hooks";
import { Field } from "../design/field.js";
import { DiagramView } from "../family/diagram-view.js";
import type { GraphLook, Look } from "./sandbox/messages.js";

interface NetworkPanelProps {
  readonly look: Look;
  /** Whether it is that of an earlier program, since the one of now cannot be looked at. */
  readonly isStale: boolean;
  readonly onOpen: (paths: readonly string[], isOpen: boolean) => void;
}

/** What the program's network is: its size, and its diagram. */
export function NetworkPanel({ look, isStale, onOpen }: NetworkPanelProps) {
  const [name, setName] = useState("");
  const graph = look.graphs.find((each) => each.name === name) ?? look.graphs[0];
  if (graph === undefined) return null;
  return (
    <div class={isStale ? "playground-stale" : ""} data-testid="network" data-parameters={graph.totals.parameters}>
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
      <Counts totals={graph.totals} />
      <DiagramView key={graph.name} diagram={graph.diagram} label={`Diagram of ${look.name}`} onOpen={onOpen} />
    </div>
  );
}

function Counts({ totals }: Pick<GraphLook, "totals">) {
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
