// All that computes is here, away from the page: the chosen runtime, training, reading of drawn digits.
import { expose } from "comlink";
import { BlockzooError, type Backend, type StateDict } from "@blockzoo/core";
import { inferenceGraph, type HistoryPoint, type RecipeProgress, type RecipeResult } from "@blockzoo/family";
import { lenet } from "@blockzoo/lenet";
import { exportModel } from "@blockzoo/onnx";
import type { ImageClassifier, Prediction } from "@blockzoo/tasks/image-classification";
import type { RuntimeName } from "./runtimes.js";
import { openBackend } from "./backends/open-backend.js";
import { forget, restore, totalSteps, train } from "./training/run.js";

/** `mnist` is the network that comes with the package, `own` the one trained in this page. */
export type Reader = "mnist" | "own";

/** What is known of a run that is not running. */
export interface Standing {
  /** Empty where nothing was trained yet. */
  readonly history: readonly HistoryPoint[];
  readonly totalSteps: number;
}

export interface Opened {
  readonly runtime: string;
  readonly threads: number;
}

/** How a network trained in this page takes pictures, and what its outputs mean: as the packaged one of the same recipe. */
const trainedAs = lenet.weights["lenet5.glyphs"];

class Laboratory {
  #backend: Backend | undefined;
  #weights: StateDict | undefined;
  #readers = new Map<Reader, Promise<ImageClassifier>>();
  /** What is being done with the open backend, which is disposed of after it. */
  #uses = new Set<Promise<unknown>>();
  /** Runtimes are changed one after the other, so that the last one that was asked for stays. */
  #changing: Promise<unknown> = Promise.resolve();
  #running: { readonly stop: AbortController; readonly ended: Promise<RecipeResult> } | undefined;

  /** Changes the runtime; a run is stopped before, and can go on afterwards. */
  open(name: RuntimeName): Promise<Opened> {
    const opened = this.#changing.then(() => this.#change(name));
    this.#changing = opened.catch(() => {});
    return opened;
  }

  async #change(name: RuntimeName): Promise<Opened> {
    await this.pause();
    const backend = await openBackend[name]();
    const [previous, uses] = [this.#backend, [...this.#uses]];
    this.#backend = backend;
    this.#readers.clear();
    await Promise.allSettled(uses);
    await previous?.dispose();
    const { runtime, threads } = backend.capabilities;
    return { runtime, threads };
  }

  /** What an earlier visit has left. */
  async restore(): Promise<Standing> {
    return this.#keep(await this.#use(restore));
  }

  /** Trains until the end, or until it is paused. */
  async train(onProgress: (progress: RecipeProgress) => void): Promise<Standing> {
    const stop = new AbortController();
    const ended = this.#use((backend) => train({ backend, signal: stop.signal, onProgress }));
    this.#running = { stop, ended };
    try {
      return await this.#keep(await ended);
    } finally {
      this.#running = undefined;
    }
  }

  /** Stops the run after its step, with a checkpoint. */
  async pause(): Promise<void> {
    this.#running?.stop.abort();
    // What went wrong is told to who started it.
    await this.#running?.ended.catch(() => {});
  }

  async startOver(): Promise<void> {
    await this.pause();
    await forget();
    this.#weights = undefined;
    this.#readers.delete("own");
  }

  /** Reads a drawing, or the file of a picture. */
  async classify(image: ImageData | Blob, reader: Reader): Promise<Prediction[]> {
    return this.#use(async (backend) => (await this.#reader(reader, backend)).classify(image, { top: 10 }));
  }

  /** The trained network as an ONNX file, which takes pictures of any size as they are decoded. */
  exportOnnx(): Uint8Array {
    const { preprocessing: pixels, labels } = trainedAs.meaning;
    return exportModel(inferenceGraph(lenet.variants.lenet5), { weights: this.#trained, labels, pixels });
  }

  async #keep(result: RecipeResult | undefined): Promise<Standing> {
    this.#weights = result?.weights;
    this.#readers.delete("own");
    return { history: result?.history ?? [], totalSteps: await totalSteps() };
  }

  #reader(reader: Reader, backend: Backend): Promise<ImageClassifier> {
    const known = this.#readers.get(reader);
    if (known !== undefined) return known;
    const made = reader === "mnist" ? lenet.load("lenet5.mnist", { backend }) : this.#ownReader(backend);
    this.#readers.set(reader, made);
    // Weights that could not be fetched are asked for again.
    made.catch(() => this.#readers.get(reader) === made && this.#readers.delete(reader));
    return made;
  }

  #ownReader(backend: Backend): Promise<ImageClassifier> {
    return lenet.use("lenet5", { weights: this.#trained, meaning: trainedAs.meaning, backend });
  }

  /** Does something with the backend that is open now, and keeps it until that has ended. */
  async #use<T>(work: (backend: Backend) => Promise<T>): Promise<T> {
    if (this.#backend === undefined) throw new BlockzooError("no runtime is open yet");
    const use = work(this.#backend);
    this.#uses.add(use);
    try {
      return await use;
    } finally {
      this.#uses.delete(use);
    }
  }

  get #trained(): StateDict {
    if (this.#weights === undefined)
      throw new BlockzooError("nothing was trained yet, or training is running: pause it first");
    return this.#weights;
  }
}

export type { Laboratory };

expose(new Laboratory());
