// Written by `blockzoo export --with-wrapper`, and yours to change: it needs nothing but ONNX Runtime and the files beside it.
// In Node, "onnxruntime-node" in the next line is faster; its interface is the same.
import { InferenceSession, Tensor } from "onnxruntime-web";
import { readBeside, readJson } from "./read-beside.js";

/** Pixels of 0..255 in rows from the top, 1 to 4 values each: grey; grey, alpha; RGB; RGBA. An `ImageData` is one. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array | Uint8ClampedArray;
}

/** A class and how sure the network is of it, between 0 and 1. */
export interface Prediction {
  readonly label: string;
  readonly probability: number;
}

/** Says what is in an image. */
export class Classifier {
  /** The classes, in the order of the network's outputs. */
  readonly labels: readonly string[];
  readonly #session: InferenceSession;

  constructor(session: InferenceSession, labels: readonly string[]) {
    this.#session = session;
    this.labels = labels;
  }

  /** The most probable classes of an image of any size, the most probable first. The model resizes and normalises. */
  async classify({ width, height, data }: Pixels, top = 5): Promise<Prediction[]> {
    const channels = data.length / (width * height);
    if (![1, 2, 3, 4].includes(channels)) {
      throw new Error(`an image of ${width} x ${height} pixels has 1 to 4 values a pixel, got ${data.length} values`);
    }
    const image = new Tensor("uint8", new Uint8Array(data), [1, height, width, channels]);
    const { probabilities } = await this.#session.run({ [this.#session.inputNames[0]!]: image });
    const values = probabilities!.data as Float32Array;
    const ranked = this.labels.map((label, index) => ({ label, probability: values[index]! }));
    ranked.sort((a, b) => b.probability - a.probability);
    return ranked.slice(0, top);
  }
}

/** Loads `model.onnx` and `labels.json`, which lie beside this file. */
export async function loadClassifier(): Promise<Classifier> {
  const model = await readBeside(new URL("./model.onnx", import.meta.url));
  const labels = await readJson<readonly string[]>(new URL("./labels.json", import.meta.url));
  return new Classifier(await InferenceSession.create(model), labels);
}
