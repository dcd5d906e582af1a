import { BlockzooError, float32 } from "@blockzoo/core";
import { forward, openVariant, type Answer, type GraphDefinition, type Variant } from "@blockzoo/family";
import { endingOf, readNpy } from "@blockzoo/tasks/answers";
import { tensors } from "@blockzoo/tasks/tensors";
import { chosenSettings, type GivenSetting } from "../answering/settings.js";
import { backendName, withBackend } from "../backends.js";
import { resolveModel } from "../models/resolve-model.js";
import { chooseWeights, type ChosenWeights } from "../models/weights.js";
import { writeOutput } from "../output-file.js";
import { note, print, printJson } from "../terminal.js";

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
  const variant = await answering(weights, options.input);
  const command = await variant.task.command();
  const settings = chosenSettings(variant.task.name, command, options.set);
  const { answer, backend } = await withBackend(options.backend, async (opened) => {
    const { values, source, meaning } = weights;
    const {
      use,
      networks,
      meaning: parsed,
    } = await openVariant({
      variant,
      weights: values,
      meaning,
      source,
      backend: opened,
    });
    const { input, top } = options;
    const request = { input, settings, use, networks, meaning: parsed, top, note };
    return { answer: await command.answer(request), backend: backendName(opened.name) };
  });
  if (options.out !== undefined) await writeAnswer(answer, options.out);
  if (options.json === true) printJson({ id, weights: weights.source, backend, ...answer.json });
  else print(answer.text);
  return 0;
}

/** The network with a task that can answer: its own, or where nobody says what its inputs and outputs are, that of tensors. */
async function answering({ variant, meaning }: ChosenWeights, input: string): Promise<Variant> {
  const [[name, { input: types, output }]] = Object.entries(variant.graphs) as [[string, GraphDefinition]];
  if (Object.keys(types).length > 0) return meaning === undefined ? { ...variant, task: tensors(name) } : variant;
  // What a user's network takes is then what it is given.
  const sizes = endingOf(input) === ".npy" ? (await readNpy(input)).shape.slice(1) : [];
  return { ...variant, task: tensors(), graphs: forward({ input: float32("N", ...sizes) }, output) };
}

async function writeAnswer({ files }: Answer, out: string): Promise<void> {
  const ending = endingOf(out);
  const make = Object.hasOwn(files, ending) ? files[ending] : undefined;
  if (make === undefined) {
    const offered = Object.keys(files).join(", ") || "nothing";
    throw new BlockzooError(`${out}: this network's answer is written as ${offered}`);
  }
  await writeOutput(out, await make());
  note(`wrote ${out}`);
}
