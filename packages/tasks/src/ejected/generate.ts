// Written by `blockzoo export --with-wrapper`, and yours to change: it needs nothing but ONNX Runtime and the files beside it.
// In Node, "onnxruntime-node" in the next line is faster; its interface is the same.
import { InferenceSession, Tensor } from "onnxruntime-web";
import { readBeside, readJson } from "./read-beside.js";
import { Vocabulary, type VocabularyFile } from "./vocabulary.js";

export interface GenerateOptions {
  /** How many tokens are written at most. Default 300. */
  readonly length?: number;
  /** Below 1 it keeps to what is probable, above 1 to that less; 0 always takes the most probable token. Default 1. */
  readonly temperature?: number;
  /** Among how many of the most probable tokens it chooses. Default: all. */
  readonly topK?: number;
  /** Gives numbers from 0 to 1, 1 excluded: what chooses. Default `Math.random`. */
  readonly random?: () => number;
}

type Tensors = Readonly<Record<string, Tensor>>;

/** Goes on with a text. */
export class Generator {
  readonly #session: InferenceSession;
  readonly #vocabulary: Vocabulary;
  /** What the model carries from token to token: zeros at first. */
  readonly #zeros: Tensors;

  constructor(session: InferenceSession, vocabulary: Vocabulary, shapes: Readonly<Record<string, readonly number[]>>) {
    this.#session = session;
    this.#vocabulary = vocabulary;
    const zeros = Object.entries(shapes).map(([name, shape]) => {
      const size = shape.reduce((product, each) => product * each, 1);
      return [name, new Tensor("float32", new Float32Array(size), shape)] as const;
    });
    this.#zeros = Object.fromEntries(zeros);
  }

  /** What follows a prompt, piece by piece: `for await (const piece of generator.generate("ROMEO:")) show(piece);` */
  async *generate(prompt: string, options: GenerateOptions = {}): AsyncGenerator<string, void, undefined> {
    const { length = 300 } = options;
    const vocabulary = this.#vocabulary;
    let unread = [vocabulary.special("begin") ?? [], vocabulary.encode(prompt)].flat();
    // A text begins as a line does.
    if (unread.length === 0) unread = [vocabulary.idOf("\n") ?? []].flat();
    if (unread.length === 0) throw new Error("there is nothing to go on from: give the beginning of a text");
    let [before, state] = [unread.at(-1)!, this.#zeros];
    for (let count = 0; count < length; count++) {
      const said = await this.#read(unread, state);
      const token = draw(said.logits, options);
      if (token === vocabulary.special("end")) return;
      const piece = vocabulary.decode([before, token]).slice(vocabulary.decode([before]).length);
      if (piece !== "") {
        before = token;
        yield piece;
      }
      [unread, state] = [[token], said.state];
    }
  }

  /** Reads tokens behind those before: gives what may follow, and the state that they leave. */
  async #read(
    tokens: readonly number[],
    state: Tensors,
  ): Promise<{ readonly logits: Tensor; readonly state: Tensors }> {
    const input = new Tensor("int32", Int32Array.from(tokens), [1, tokens.length]);
    const said = await this.#session.run({ ...state, tokens: input });
    const next = Object.keys(state).map((name) => [name, said[`${name}.next`]!] as const);
    return { logits: said["logits"]!, state: Object.fromEntries(next) };
  }
}

/** One of the tokens that may follow the last one that was read: logits [1, tokens, steps]. */
function draw({ data, dims }: Tensor, options: GenerateOptions): number {
  const { temperature = 1, topK = Infinity, random = Math.random } = options;
  const steps = dims[2]!;
  const logits = (data as Float32Array).filter((_, index) => index % steps === steps - 1);
  const ascending = logits.slice();
  ascending.sort();
  const [least = -Infinity, largest] = [ascending.at(-topK), ascending.at(-1)!];
  const best = logits.indexOf(largest);
  if (temperature === 0) return best;
  const weights = logits.map((logit) => (logit < least ? 0 : Math.exp((logit - largest) / temperature)));
  let left = random() * weights.reduce((sum, weight) => sum + weight, 0);
  const drawn = weights.findIndex((weight) => (left -= weight) < 0);
  return drawn < 0 ? best : drawn;
}

/** Loads `model.onnx`, `vocabulary.json` and `state.json`, which lie beside this file. */
export async function loadGenerator(): Promise<Generator> {
  const model = await readBeside(new URL("./model.onnx", import.meta.url));
  const vocabulary = await readJson<VocabularyFile>(new URL("./vocabulary.json", import.meta.url));
  const shapes = await readJson<Record<string, number[]>>(new URL("./state.json", import.meta.url));
  // A step is too short to be shared by threads: waiting for each other takes them longer.
  const session = await InferenceSession.create(model, { intraOpNumThreads: 1 });
  return new Generator(session, new Vocabulary(vocabulary), shapes);
}
