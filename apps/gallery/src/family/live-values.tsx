import type { Remote } from "comlink";
import type { DiagramFunction } from "@blockzoo/inspect";
import { Drawing } from "../design/drawing.js";
import { download } from "../download.js";
import type { RuntimeName } from "../frame/runtimes.js";
import type { Laboratory } from "../laboratory/laboratory.worker.js";
import type { LookedAt } from "../laboratory/networks/live-values.js";
import type { GraphName } from "../laboratory/networks/networks.js";
import { useAnswer } from "./use-answer.js";

interface LiveValuesProps {
  readonly name: GraphName;
  readonly block: string;
  /** The function of the block that is looked at, in its place. */
  readonly called: DiagramFunction | undefined;
  readonly laboratory: Remote<Laboratory>;
  readonly runtime: RuntimeName;
  readonly isOpen: boolean;
}

/** What a block makes of what the network was last given, computed when it is looked at. */
export function LiveValues({ name, block, called, laboratory, runtime, isOpen }: LiveValuesProps) {
  if (called !== undefined && called.ordinal === undefined) {
    return <p class="muted">It runs once for each step of a loop: the block around it shows what happens there.</p>;
  }
  const what = { block, ...(called?.ordinal !== undefined && { name: called.name, ordinal: called.ordinal }) };
  return <Live name={name} what={what} laboratory={laboratory} runtime={runtime} isOpen={isOpen} />;
}

interface LiveProps extends Omit<LiveValuesProps, "block" | "called"> {
  readonly what: LookedAt;
}

function Live({ name, what, laboratory, runtime, isOpen }: LiveProps) {
  const live = useAnswer(isOpen ? () => laboratory.networks.live(name, what) : undefined, [
    name,
    what.block,
    what.name,
    what.ordinal,
    runtime,
  ]);
  const save = async () => {
    const file = await laboratory.networks.values(name, what);
    download(
      `${[name.network.variant, what.block, what.name].filter(Boolean).join(".")}.safetensors`,
      new Blob([file as Uint8Array<ArrayBuffer>]),
    );
  };
  return (
    <div class="live" aria-busy={live.isWorking} data-testid="live">
      <h3>{live.answer?.isGiven === true ? "What it makes of your input" : "What it makes of an example"}</h3>
      {live.problem !== "" && <p class="error">{live.problem}</p>}
      {live.answer?.pictures.map(({ title, svg }) => (
        <Drawing key={title} svg={svg} />
      ))}
      {live.answer !== undefined && (
        <button type="button" class="plain small" onClick={() => void save()}>
          Save the values
        </button>
      )}
    </div>
  );
}
