import type { Remote } from "comlink";
import { Drawing } from "../design/drawing.js";
import { download } from "../download.js";
import type { RuntimeName } from "../frame/runtimes.js";
import type { Laboratory } from "../laboratory/laboratory.worker.js";
import type { LookedAt } from "../laboratory/networks/live-values.js";
import type { GraphName } from "../laboratory/networks/networks.js";
import { useAnswer } from "./use-answer.js";

interface LiveValuesProps {
  readonly name: GraphName;
  readonly what: LookedAt;
  readonly laboratory: Remote<Laboratory>;
  readonly runtime: RuntimeName;
  readonly isOpen: boolean;
}

/** What a block makes of what the network was last given, computed when it is looked at. */
export function LiveValues({ name, what, laboratory, runtime, isOpen }: LiveValuesProps) {
  const live = useAnswer(isOpen ? () => laboratory.networks.live(name, what) : undefined, [name, what, runtime]);
  const save = async () => {
    const file = await laboratory.networks.values(name, what);
    const title = [name.network.variant, what.block, what.name ?? what.input].filter(Boolean).join(".");
    download(`${title}.safetensors`, new Blob([file as Uint8Array<ArrayBuffer>]));
  };
  return (
    <div class="live" aria-busy={live.isWorking} data-testid="live">
      <h3>{headingOf(what, live.answer?.isGiven === true)}</h3>
      {live.problem !== "" && <p class="error">{live.problem}</p>}
      {live.answer?.pictures.map((picture) => (
        <Drawing key={picture.name} svg={picture.svg} />
      ))}
      {live.answer !== undefined && (
        <button type="button" class="plain small" onClick={() => void save()}>
          Save the values
        </button>
      )}
    </div>
  );
}

function headingOf({ input }: LookedAt, isGiven: boolean): string {
  if (input !== undefined) return isGiven ? "What it was last given" : "An example, until you try it";
  return `What it makes of ${isGiven ? "what it was last given" : "an example"}`;
}
