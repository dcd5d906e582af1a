import type { Remote } from "comlink";
import { useMemo, useState } from "preact/hooks";
import { Field } from "../design/field.js";
import { Notice } from "../design/notice.js";
import type { RuntimeName } from "../frame/runtimes.js";
import type { Laboratory } from "../laboratory/laboratory.worker.js";
import type { VariantFacts } from "../laboratory/networks/family-facts.js";
import type { NetworkName } from "../laboratory/networks/network-name.js";
import { BlockPanel } from "./block-panel.js";
import { CodePanel } from "./code-panel.js";
import { DiagramView } from "./diagram-view.js";
import { LiveValues } from "./live-values.js";
import { useAnswer } from "./use-answer.js";
import { useSelection } from "./use-selection.js";
import "./look-inside.css";

interface LookInsideProps {
  readonly network: NetworkName;
  readonly variant: VariantFacts;
  readonly laboratory: Remote<Laboratory>;
  readonly runtime: RuntimeName;
  readonly isOpen: boolean;
}

const nothingOpened: ReadonlyMap<string, boolean> = new Map();

/** The diagram of a network, the code that it is drawn from, and what its blocks cost and compute. */
export function LookInside({ network, variant, laboratory, runtime, isOpen }: LookInsideProps) {
  const [graph, setGraph] = useState(variant.graphs[0]!);
  const [opened, setOpened] = useState(nothingOpened);
  const name = useMemo(() => ({ network, graph }), [network.family, network.variant, network.weights, graph]);
  const drawing = useAnswer(() => laboratory.networks.drawing(name, opened), [name, opened]);
  const blocks = useAnswer(() => laboratory.networks.blocks(name), [name]);
  const selection = useSelection(blocks.answer ?? []);
  const { item, what } = selection;

  const chooseGraph = (chosen: string) => {
    setGraph(chosen);
    setOpened(nothingOpened);
    selection.select(undefined);
  };
  const problem = drawing.problem || blocks.problem;
  if (problem !== "") return <Notice kind="problem">{problem}</Notice>;
  return (
    <div class="look-inside">
      <div class="look-diagram" aria-busy={drawing.isWorking}>
        {variant.graphs.length > 1 && (
          <Field label="Computation">
            <select value={graph} onChange={(event) => chooseGraph(event.currentTarget.value)}>
              {variant.graphs.map((each) => (
                <option key={each}>{each}</option>
              ))}
            </select>
          </Field>
        )}
        {drawing.answer !== undefined && (
          <DiagramView
            key={graph}
            diagram={drawing.answer}
            label={`Diagram of ${network.variant}`}
            selected={item?.key}
            onSelect={selection.select}
            onOpen={(paths, isDrawnOpen) =>
              setOpened(new Map([...opened, ...paths.map((path) => [path, isDrawnOpen] as const)]))
            }
          />
        )}
      </div>
      {blocks.answer !== undefined && (
        <div class="look-details">
          <BlockPanel selection={selection} network={network.variant} />
          {item === undefined && (
            <p class="muted">
              Click a block, or walk by the arrow keys: here are its line of code, its formula, and what it computes. A
              plus opens it.
            </p>
          )}
          <CodePanel family={network.family} selection={selection} blocks={blocks.answer} />
          {what !== undefined && (
            <LiveValues name={name} what={what} laboratory={laboratory} runtime={runtime} isOpen={isOpen} />
          )}
          {item?.called !== undefined && what === undefined && (
            <p class="muted">It runs once for each step of a loop: the block around it shows what happens there.</p>
          )}
        </div>
      )}
    </div>
  );
}
