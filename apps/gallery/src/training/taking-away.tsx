import type { Remote } from "comlink";
import { download } from "../download.js";
import type { Laboratory } from "../laboratory/laboratory.worker.js";
import type { NamedFile } from "../laboratory/training/onnx-file.js";

interface TakingAwayProps {
  readonly recipe: string;
  readonly laboratory: Remote<Laboratory>;
  /** Whether there is something learned. */
  readonly isLearned: boolean;
  readonly attempt: (work: () => Promise<void>) => Promise<void>;
}

/** What was learned as files, and the program that learns it. */
export function TakingAway({ recipe, laboratory, isLearned, attempt }: TakingAwayProps) {
  const { training } = laboratory;
  const save = ({ name, content }: NamedFile) => download(name, new Blob([content]));
  return (
    <section class="taking-away">
      <h2>Take it away</h2>
      <div class="row">
        <button
          type="button"
          disabled={!isLearned}
          onClick={() => void attempt(async () => save(await training.weightsFile(recipe)))}
        >
          Weights (.safetensors)
        </button>
        <button
          type="button"
          disabled={!isLearned}
          onClick={() => void attempt(async () => (await training.onnxFiles(recipe)).forEach(save))}
        >
          Network (.onnx)
        </button>
        <button
          type="button"
          onClick={() => void attempt(async () => download("train.mjs", new Blob([await training.program(recipe)])))}
        >
          Program (.mjs)
        </button>
      </div>
      <p class="small muted">
        The program trains the same in Node, with what you changed by hand. Nothing you do here leaves this machine.
      </p>
    </section>
  );
}
