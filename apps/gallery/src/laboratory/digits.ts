import { proxyMarker } from "comlink";
import { BlockzooError, type StateDict } from "@blockzoo/core";
import { inferenceGraph, type HistoryPoint, type RecipeProgress, type RecipeResult } from "@blockzoo/family";
import { lenet } from "@blockzoo/lenet";
import { exportModel } from "@blockzoo/onnx";
import type { ImageClassifier, Prediction } from "@blockzoo/tasks/image-classification";
import { forget, restore, totalSteps, train } from "./digit-training.js";
import { NetworkInUse } from "./network-in-use.js";
import type { Runtime } from "./runtime.js";

/** `mnist` is the network that comes with the package, `own` the one trained in this page. */
export type Reader = "mnist" | "own";

/** What is known of a run that is not running. */
export interface Standing {
  /** Empty where nothing was trained yet. */
  readonly history: readonly HistoryPoint[];
  readonly totalSteps: number;
}

/** How a network trained in this page takes pictures, and what its outputs mean: as the packaged one of the same recipe. */
const trainedAs = lenet.weights["lenet5.glyphs"];

/** Reads drawn digits, and trains a network that does. */
export class DigitReader {
  readonly [proxyMarker] = true;
  readonly #runtime: Runtime;
  readonly #mnist: NetworkInUse<ImageClassifier>;
  #own: { readonly weights: StateDict; readonly network: NetworkInUse<ImageClassifier> } | undefined;
  #running: { readonly stop: AbortController; readonly ended: Promise<RecipeResult> } | undefined;

  constructor(runtime: Runtime) {
    this.#runtime = runtime;
    this.#mnist = new NetworkInUse(runtime, (backend) => lenet.load("lenet5.mnist", { backend }));
  }

  /** What an earlier visit has left. */
  async restore(): Promise<Standing> {
    return this.#keep(await this.#runtime.use(restore));
  }

  /** Trains until the end, or until it is paused. */
  async train(onProgress: (progress: RecipeProgress) => void): Promise<Standing> {
    const stop = new AbortController();
    const ended = this.#runtime.use((backend) => train({ backend, signal: stop.signal, onProgress }));
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
    this.#own = undefined;
  }

  /** Reads a drawing, or the file of a picture. */
  async classify(image: ImageData | Blob, reader: Reader): Promise<Prediction[]> {
    const network = reader === "mnist" ? this.#mnist : this.#trained.network;
    return network.ask((classifier) => classifier.classify(image, { top: 10 }));
  }

  /** The trained network as an ONNX file, which takes pictures of any size as they are decoded. */
  exportOnnx(): Uint8Array {
    const { preprocessing: pixels, labels } = trainedAs.meaning;
    return exportModel(inferenceGraph(lenet.variants.lenet5), { weights: this.#trained.weights, labels, pixels });
  }

  async #keep(result: RecipeResult | undefined): Promise<Standing> {
    this.#own = result && { weights: result.weights, network: this.#networkOf(result.weights) };
    return { history: result?.history ?? [], totalSteps: await totalSteps() };
  }

  #networkOf(weights: StateDict): NetworkInUse<ImageClassifier> {
    const { meaning } = trainedAs;
    return new NetworkInUse(this.#runtime, (backend) => lenet.use("lenet5", { weights, meaning, backend }));
  }

  get #trained() {
    if (this.#own === undefined)
      throw new BlockzooError("nothing was trained yet, or training is running: pause it first");
    return this.#own;
  }
}
