import type { Remote } from "comlink";
import { download } from "../download.js";
import type { RuntimeName } from "../frame/runtimes.js";
import type { Laboratory } from "../laboratory/laboratory.worker.js";
import type { GraphName } from "../laboratory/networks/networks.js";
import { useAnswer } from "./use-answer.js";

interface LiveValuesProps {
  readonly name: GraphName;
  readonly block: string;
  readonly laboratory: Remote<Laboratory>;
  readonly runtime: RuntimeName;
  readonly isOpen: boolean;
}

/** What a block makes of what the network was last given, computed when it is looked at. */
export function LiveValues({ name, block, laboratory, runtime, isOpen }: LiveValuesProps) {
  const live = useAnswer(isOpen ? () => laboratory.networks.live(name, block) : undefined, [name, block, runtime]);
  const save = async () => {
    const file = await laboratory.networks.values(name, block);
    download(`${name.network.variant}.${block}.safetensors`, new Blob([file as Uint8Array<ArrayBuffer>]));
  };
  return (
    <div class="live" aria-busy={live.isWorking} data-testid="live">
      <h3>{live.answer?.isGiven === true ? "What it makes of your input" : "What it makes of an example"}</h3>
      {live.problem !== "" && <p class="error">{live.problem}</p>}
      {live.answer?.pictures.map(({ title, svg }) => (
        <div key={title} class="drawing-of" dangerouslySetInnerHTML={{ __html: svg }} />
      ))}
      {live.answer !== undefined && (
        <button type="button" class="plain small" onClick={() => void save()}>
          Save the values
        </button>
      )}
    </div>
  );
}
