import { BlockzooError, float32, type Backend } from "@blockzoo/core";
import { forward, openVariant, type Answer, type GraphDefinition, type Variant } from "@blockzoo/family";
import { endingOf, readNpy } from "@blockzoo/tasks/answers";
import { tensors } from "@blockzoo/tasks/tensors";
import { chosenSettings, type GivenSetting } from "../answering/settings.js";
import { backendName, withBackend } from "../backends.js";
import { listenForInterruption } from "../interruption.js";
import { resolveModel } from "../models/resolve-model.js";
import { chooseWeights, withTask, type ChosenWeights } from "../models/weights.js";
import { writeOutput } from "../output-file.js";
import { note, print, printJson, printPiece } from "../terminal.js";

export interface PredictOptions {
  readonly input: string;
  readonly weights?: string;
  readonly entry?: string;
  readonly backend?: string;
  readonly out?: string;
  readonly top: number;
  readonly set: readonly GivenSetting[];
  readonly json?: boolean;
}

/** Runs a network on an input, and shows its answer as the network's task shows it. */
export async function run(id: string, options: PredictOptions): Promise<number> {
  const model = await resolveModel(id);
  const weights = await chooseWeights(model, options);
  if (!weights.trained) note(`note: the weights are ${weights.source}, which are not trained`);
  const asked: Asked = { variant: await answering(weights, options.input), weights, options };
  const interruption = listenForInterruption("stopping with what is there");
  try {
    const { answer, backend } = await withBackend(options.backend, async (opened) => ({
      answer: await answerOf(asked, opened, interruption.signal),
      backend: backendName(opened.name),
    }));
    if (options.out !== undefined) await writeAnswer(answer, options.out);
    if (options.json === true) printJson({ id, weights: weights.source, backend, ...answer.json });
    else print(answer.text);
    return interruption.signal.aborted ? interruption.exitCode() : 0;
  } finally {
    interruption.release();
  }
}

interface Asked {
  /** The network, with a task that can answer. */
  readonly variant: Variant;
  readonly weights: ChosenWeights;
  readonly options: PredictOptions;
}

async function answerOf({ variant, weights, options }: Asked, backend: Backend, signal: AbortSignal): Promise<Answer> {
  const { input, top, set, json = false } = options;
  const command = await variant.task.command();
  const settings = chosenSettings(variant.task.name, command, set);
  const { values, source, meaning } = weights;
  const opened = await openVariant({ variant, weights: values, meaning, source, backend });
  return command.answer({ ...opened, input, settings, top, note, signal, ...(!json && { stream: printPiece }) });
}

/** The network with a task that can answer: its own, or where nobody says what its inputs and outputs are, that of tensors. */
async function answering({ variant, meaning }: ChosenWeights, input: string): Promise<Variant> {
  const [[name, { input: types, output }]] = Object.entries(variant.graphs) as [[string, GraphDefinition]];
  if (Object.keys(types).length > 0) return meaning === undefined ? withTask(variant, tensors(name)) : variant;
  // What a user's network takes is then what it is given.
  const sizes = endingOf(input) === ".npy" ? (await readNpy(input)).shape.slice(1) : [];
  return { ...withTask(variant, tensors()), graphs: forward({ input: float32("N", ...sizes) }, output) };
}

async function writeAnswer({ files, figure }: Answer, out: string): Promise<void> {
  const ending = endingOf(out);
  const offered: Answer["files"] = { ...files, ...(figure && { ".svg": async () => drawn(figure) }) };
  const make = Object.hasOwn(offered, ending) ? offered[ending] : undefined;
  if (make === undefined) {
    const endings = Object.keys(offered).join(", ") || "nothing";
    throw new BlockzooError(`${out}: this network's answer is written as ${endings}`);
  }
  await writeOutput(out, await make());
  note(`wrote ${out}`);
}

async function drawn(figure: NonNullable<Answer["figure"]>): Promise<Uint8Array> {
  const { figureSvg } = await import("@blockzoo/inspect");
  return new TextEncoder().encode(figureSvg(figure));
}
