import { bytes, compact, thousands } from "@blockzoo/inspect";
import type { BlockFacts } from "../laboratory/networks/block-facts.js";
import { BlockFormula } from "./block-formula.js";
import type { Selection } from "./use-selection.js";

interface BlockPanelProps {
  readonly selection: Selection;
  /** The name of the whole network. */
  readonly network: string;
}

/** What is selected in a diagram, and what it costs. */
export function BlockPanel({ selection, network }: BlockPanelProps) {
  const { item, facts, alike, choose } = selection;
  const functionName = item?.called?.name;
  return (
    <section class="block-panel" aria-label="What is selected">
      <div class="row">
        <h2 data-testid="block">{functionName ?? (facts === undefined ? item!.key : facts.path || network)}</h2>
        <span class="muted">{kindText(selection, network)}</span>
        {alike.length > 1 && (
          <select
            class="small"
            aria-label={`One of ${alike.length} alike`}
            value={facts?.path}
            onChange={(event) => choose(event.currentTarget.value)}
          >
            {alike.map((path) => (
              <option key={path}>{path}</option>
            ))}
          </select>
        )}
      </div>
      {facts !== undefined && <BlockFormula name={functionName ?? facts.type} />}
      {facts !== undefined && functionName === undefined && <Facts facts={facts} />}
    </section>
  );
}

function kindText({ item, facts }: Selection, network: string): string {
  if (facts === undefined) return "what the network takes or gives";
  return item?.called === undefined ? facts.type : `in ${facts.path || network}, a ${facts.type}`;
}

function Facts({ facts }: { readonly facts: BlockFacts }) {
  const { outputs, parameters, shareOfParameters, macs, shareOfMacs, activationBytes, calls } = facts;
  const rows = [
    ["gives", outputs.map(({ name, shape }) => [name, shape.join(" × ")].filter(Boolean).join(" ")).join(", ")],
    ["parameters", `${thousands(parameters)}${percent(shareOfParameters)}`],
    ["multiplications", `${compact(macs)}${percent(shareOfMacs)}`],
    ["memory for what it makes", bytes(activationBytes)],
    ...(calls > 1 ? [["runs", `${calls} times`] as const] : []),
  ] as const;
  return (
    <dl class="facts">
      {rows.map(([what, value]) => (
        <div key={what}>
          <dt>{what}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** What part of the network that is. */
function percent(share: number): string {
  return share === 0 || share === 1 ? "" : `, ${share < 0.001 ? "< 0.1" : (100 * share).toFixed(1)} %`;
}
