import type { Dataset } from "@blockzoo/data";
import type { Figure } from "./figure.js";
import type { Network } from "./network.js";
import type { Recipe } from "./recipe.js";
import type { Disposable } from "./task.js";
import type { Variant } from "./variant.js";

/**
 * How the command line serves a task: what it reads, and what it shows.
 *
 * @example TaskCommand<Vocabulary, Writer, "temperature" | "length"> // has these settings
 */
export interface TaskCommand<
  Meaning = unknown,
  Use extends Disposable = Disposable,
  SettingName extends string = string,
> {
  /** What `--input` takes, for messages: `"an image (.png, .jpg)"`. */
  readonly takes: string;
  /** What a user may set of an answer, by name: `--set temperature=0.5,length=300`. Default: nothing. */
  readonly settings?: Readonly<Record<SettingName, Setting>>;
  /**
   * Answers an input.
   *
   * @throws BlockzooError naming the input where it cannot be read
   */
  answer(request: Request<Meaning, Use, SettingName>): Promise<Answer>;
  /** A program that uses the exported models of a variant and needs nothing of ours. Default: there is none. */
  ejected?(meaning: Meaning, variant: Variant): EjectedProgram;
  /** Examples of a user's own, from which trained networks learn new classes. Default: the task learns no classes. */
  examples?(folder: string, options: ExamplesOptions<Meaning>): Promise<Examples<Meaning>>;
  /** What a user's own data teaches a new network: `blockzoo train <variant> --data <path>`. Default: the task has no form of data. */
  lesson?(path: string, options: LessonOptions): Promise<Lesson<Meaning>>;
}

/** A number that decides how an input is answered. */
export interface Setting {
  /** One line, for messages: `"how bold it is: 0 always takes the likeliest character"`. */
  readonly about: string;
  readonly default: number;
  /** Default: no bound. */
  readonly least?: number;
  readonly most?: number;
  /** Whether it counts something. Default false. */
  readonly whole?: boolean;
}

/** What was asked for. */
export interface Request<Meaning, Use, SettingName extends string = string> {
  /** What stands behind `--input`: a path, a text, a JSON record. */
  readonly input: string;
  /** A value for each setting of the task, within its bounds. */
  readonly settings: Readonly<Record<SettingName, number>>;
  readonly use: Use;
  readonly networks: Readonly<Record<string, Network>>;
  readonly meaning: Meaning;
  /** How many classes or objects are shown at most. */
  readonly top: number;
  /** Tells the user something on the way. */
  note(text: string): void;
  /** Shows a piece of an answer that comes in pieces, as soon as it is there; undefined where one JSON document is asked for. */
  readonly stream?: (piece: string) => void;
  /** Aborted when the user wants no more: what is there by then is the answer. */
  readonly signal?: AbortSignal;
}

/** What the command shows and writes. */
export interface Answer {
  /** For people: all of it, or what was not streamed. */
  readonly text: string;
  /** For programs: members of the one JSON document; an answer that is a text stands under `text`. */
  readonly json: Readonly<Record<string, unknown>>;
  /** What `--out` can write, by the ending of the file: `{ ".png": () => encodePng(overlay) }`. */
  readonly files: Readonly<Record<string, () => Uint8Array | Promise<Uint8Array>>>;
  /** What the network did, as a picture that `--out` can write as .svg. */
  readonly figure?: Figure;
}

/** Code that stands alone, beside the exported model: `model.onnx`, or `encode.onnx`, `decode.onnx` of several graphs. */
export interface EjectedProgram {
  /** Its TypeScript sources. They import each other as files of one folder, and ONNX Runtime. */
  readonly sources: readonly URL[];
  /** JSON files that lie beside it, by name. */
  readonly files: Readonly<Record<string, unknown>>;
  /** How it is used, in Markdown. */
  readonly readme: string;
}

export interface ExamplesOptions<Meaning> {
  /** That of the trained network: the new examples are prepared alike. */
  readonly meaning: Meaning;
  /** Decides what is held out. */
  readonly seed: number;
  note(text: string): void;
}

/** What a network learns, what it is tested on, and what it then means. */
export interface Examples<Meaning> {
  readonly train: Dataset;
  readonly test: Dataset;
  readonly labels: readonly string[];
  readonly meaning: Meaning;
}

export interface LessonOptions {
  /** Decides what is held out. */
  readonly seed: number;
  note(text: string): void;
}

/** A user's own data, made ready for a network of a task. */
export interface Lesson<Meaning> {
  /** What a network that learned it means: its vocabulary, its classes, its scale. `Variant.sizedFor` makes one. */
  readonly meaning: Meaning;
  /** The training of such a network, and its measurement on what is held out. */
  recipe(variant: Variant, training: LessonTraining): Recipe;
}

/** How long and how fast; by default as the task thinks best. */
export interface LessonTraining {
  /** Of the recipe, and the name of its run. */
  readonly id: string;
  readonly epochs?: number;
  readonly batchSize?: number;
  readonly learningRate?: number;
}
