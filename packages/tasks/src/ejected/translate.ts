// Written by `blockzoo export --with-wrapper`, and yours to change: it needs nothing but ONNX Runtime and the files beside it.
// In Node, "onnxruntime-node" in the next line is faster; its interface is the same.
import { InferenceSession, Tensor } from "onnxruntime-web";
import { readBeside, readJson } from "./read-beside.js";
import { Vocabulary, type VocabularyFile } from "./vocabulary.js";

export interface TranslateOptions {
  /** How many translations are followed side by side. Default 4. */
  readonly beams?: number;
  /** α of ((5 + length) / 6)^α, which log probabilities are divided by. Default 0.6. */
  readonly lengthPenalty?: number;
  /** The tokens of a translation at most, its end counted. Default 10 more than twice those of the source. */
  readonly length?: number;
}

export interface Translation {
  readonly text: string;
  readonly tokens: readonly number[];
  /** Its log probability divided by its length penalty. */
  readonly score: number;
}

type Tensors = Readonly<Record<string, Tensor>>;

/** A translation that grows: its tokens, and the row of the model's state that it goes on from. */
interface Running {
  readonly tokens: readonly number[];
  readonly logProbability: number;
  readonly row: number;
}

interface Parts {
  readonly encode: InferenceSession;
  readonly decode: InferenceSession;
  readonly source: Vocabulary;
  readonly target: Vocabulary;
  /** What the decoder takes beside tokens, and which axis of it counts the translations. */
  readonly axes: Readonly<Record<string, number>>;
}

/** Says a sentence in another language. */
export class Translator {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Translations of a sentence, the best first: a beam search that stops when none that still grows could be among them. */
  async translate(text: string, options: TranslateOptions = {}): Promise<Translation[]> {
    const { source, target } = this.#parts;
    const sentence = source.encode(text.trim().replaceAll(/\s+/gu, " "));
    if (sentence.length === 0) throw new Error("there is nothing to translate");
    const read = [source.special("begin") ?? [], sentence, source.special("end") ?? []].flat();
    const { beams = 4, lengthPenalty = 0.6, length = 2 * read.length + 10 } = options;
    const penaltyOf = (tokens: number) => ((5 + tokens) / 6) ** lengthPenalty;
    const scored = ({ tokens, logProbability }: Running): Translation => {
      return { text: target.decode(tokens), tokens, score: logProbability / penaltyOf(tokens.length) };
    };
    const isEnded = ({ tokens }: Running) => tokens.at(-1) === target.special("end");
    let running: readonly Running[] = [{ tokens: [], logProbability: 0, row: 0 }];
    let ended: readonly Translation[] = [];
    let state = await this.#step([target.special("begin")!], await this.#read(read));
    for (let count = 1; ; count++) {
      const best = continuations(running, state["logits"]!, beams);
      ended = ranked([...ended, ...best.filter(isEnded).map(scored)]).slice(0, beams);
      const going = best.filter((each) => !isEnded(each));
      const worst = ended.length < beams ? -Infinity : ended.at(-1)!.score;
      running = going.filter(({ logProbability }) => logProbability / penaltyOf(length) > worst);
      if (running.length === 0 || count >= length) return [...ended, ...ranked(going.map(scored))].slice(0, beams);
      const chosen = select(
        state,
        running.map(({ row }) => row),
        this.#parts.axes,
      );
      state = await this.#step(
        running.map(({ tokens }) => tokens.at(-1)!),
        chosen,
      );
    }
  }

  /** What the encoder says of a sentence. */
  async #read(tokens: readonly number[]): Promise<Tensors> {
    const source = new Tensor("int32", Int32Array.from(tokens), [1, tokens.length]);
    const sourceLengths = new Tensor("int32", Int32Array.of(tokens.length), [1]);
    return { sourceLengths, ...(await this.#parts.encode.run({ source, sourceLengths })) };
  }

  /** The decoder reads a token for each translation; what it does not say anew stays. */
  async #step(tokens: readonly number[], state: Tensors): Promise<Tensors> {
    const { decode, axes } = this.#parts;
    const input = new Tensor("int32", Int32Array.from(tokens), [tokens.length, 1]);
    const names = Object.keys(axes);
    const carried = Object.fromEntries(names.map((name) => [name, state[name]!]));
    const said = await decode.run({ ...carried, tokens: input });
    const next = names.map((name) => [name, said[`${name}.next`] ?? state[name]!] as const);
    return { ...Object.fromEntries(next), logits: said["logits"]! };
  }
}

/** The most probable continuations of all translations, the most probable first: logits [translations, tokens, 1]. */
function continuations(running: readonly Running[], { data, dims }: Tensor, count: number): readonly Running[] {
  const size = dims[1]!;
  const all = running.flatMap(({ tokens, logProbability }, row) => {
    const logits = Array.from((data as Float32Array).subarray(row * size, (row + 1) * size));
    const largest = Math.max(...logits);
    const total = largest + Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit - largest), 0));
    return logits.map((logit, token) => ({ tokens, token, logProbability: logProbability + logit - total, row }));
  });
  all.sort((a, b) => b.logProbability - a.logProbability);
  return all.slice(0, count).map(({ tokens, token, ...rest }) => ({ tokens: [...tokens, token], ...rest }));
}

/** The rows of the state that go on, each as often as it is named. */
function select(state: Tensors, rows: readonly number[], axes: Readonly<Record<string, number>>): Tensors {
  const selected = Object.entries(axes).map(([name, axis]) => {
    const { type, data, dims } = state[name]!;
    const sizeOf = (sizes: readonly number[]) => sizes.reduce((product, each) => product * each, 1);
    const [blocks, count, size] = [sizeOf(dims.slice(0, axis)), dims[axis]!, sizeOf(dims.slice(axis + 1))];
    const starts = Array.from({ length: blocks }, (_, block) => rows.map((row) => (block * count + row) * size)).flat();
    const values = starts.flatMap((start) => Array.from((data as Float32Array).subarray(start, start + size)));
    const typed = type === "int32" ? Int32Array.from(values) : Float32Array.from(values);
    return [name, new Tensor(typed, [...dims.slice(0, axis), rows.length, ...dims.slice(axis + 1)])] as const;
  });
  return Object.fromEntries(selected);
}

function ranked(translations: readonly Translation[]): readonly Translation[] {
  const best = [...translations];
  best.sort((a, b) => b.score - a.score);
  return best;
}

/** Loads `encode.onnx`, `decode.onnx`, `source.json`, `target.json` and `axes.json`, which lie beside this file. */
export async function loadTranslator(): Promise<Translator> {
  const encode = await InferenceSession.create(await readBeside(new URL("./encode.onnx", import.meta.url)));
  // A step is too short to be shared by threads: waiting for each other takes them longer.
  const options = { intraOpNumThreads: 1 };
  const decode = await InferenceSession.create(await readBeside(new URL("./decode.onnx", import.meta.url)), options);
  const source = new Vocabulary(await readJson<VocabularyFile>(new URL("./source.json", import.meta.url)));
  const target = new Vocabulary(await readJson<VocabularyFile>(new URL("./target.json", import.meta.url)));
  const axes = await readJson<Record<string, number>>(new URL("./axes.json", import.meta.url));
  return new Translator({ encode, decode, source, target, axes });
}
