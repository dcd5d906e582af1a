import {
  BlockzooError,
  check,
  ndarray,
  trace,
  type Backend,
  type Executable,
  type NDArray,
  type StateDict,
} from "@blockzoo/core";
import { exportModel } from "@blockzoo/onnx";
import { softmax } from "@blockzoo/tasks/classes";
import {
  Head,
  isHeldOut,
  TaughtNetwork,
  taughtWeights,
  teachHead,
  type Trunk,
} from "../../teach/program/taught-network.mjs";
import type { TaughtClass } from "../../teach/sample.js";
import { NetworkInUse } from "../network-in-use.js";
import type { Runtime } from "../runtime.js";

/** What came of a lesson. */
export interface Lesson {
  readonly labels: readonly string[];
  /** Of the samples that were held out: their classes, and those that were found. */
  readonly actual: readonly number[];
  readonly predicted: readonly number[];
  readonly milliseconds: number;
}

/** A network that knows the classes of a user, as it leaves the page. */
export interface Graduate {
  readonly labels: readonly string[];
  /** As an ONNX file. */
  readonly model: Uint8Array;
  readonly weights: StateDict;
}

/** What was learned in the last lesson. */
interface Learned {
  readonly labels: readonly string[];
  readonly head: StateDict;
  readonly network: NetworkInUse<Executable>;
}

/** A network that is taught samples of one kind. */
export class Pupil {
  readonly #runtime: Runtime;
  readonly #open: () => Promise<Trunk>;
  readonly #features: NetworkInUse<Executable>;
  readonly #known = new Map<number, Float32Array>();
  #trunk: Promise<Trunk> | undefined;
  #learned: Learned | undefined;

  constructor(runtime: Runtime, open: () => Promise<Trunk>) {
    this.#runtime = runtime;
    this.#open = open;
    this.#features = new NetworkInUse(runtime, async (backend) => {
      const { create, types, weights } = await this.#opened();
      return backend.compile(trace(create(), types), { weights });
    });
  }

  async take(id: number, file: Blob): Promise<void> {
    this.#known.set(id, await this.#featuresOf(file));
  }

  async teach(classes: readonly TaughtClass[], backend: Backend): Promise<Lesson> {
    const start = performance.now();
    const labels = classes.map(({ name }) => name);
    const all = classes.flatMap(({ samples }, index) =>
      samples.map(({ id }, place) => ({
        index,
        features: this.#knownOf(id),
        isHeldOut: isHeldOut(place, samples.length),
      })),
    );
    const learned = all.filter((sample) => !sample.isHeldOut);
    const heldOut = all.filter((sample) => sample.isHeldOut);
    const width = learned[0]!.features.length;
    const examples = {
      features: joined(learned.map(({ features }) => features)),
      classes: learned.map(({ index }) => index),
    };
    const head = await teachHead(examples, { count: labels.length, backend });
    const graph = trace(new Head(width, labels.length), { features: { dtype: "float32", shape: [1, width] } });
    const network = new NetworkInUse(this.#runtime, (other) => other.compile(graph, { weights: head }));
    this.#learned = { labels, head, network };
    const predicted: number[] = [];
    for (const { features } of heldOut) predicted.push(largest(await this.#probabilities(features)));
    const milliseconds = performance.now() - start;
    return { labels, actual: heldOut.map(({ index }) => index), predicted, milliseconds };
  }

  async predict(file: Blob): Promise<readonly number[]> {
    return this.#probabilities(await this.#featuresOf(file));
  }

  /** The whole network, from what a decoder gives to the names of the classes. */
  async graduate(): Promise<Graduate> {
    const { labels, head } = this.#lastLearned;
    const { create, weights: features, exportedTypes, pixels } = await this.#opened();
    const width = head.get("linear.weight")!.shape[1]!;
    const weights = taughtWeights(features, head);
    const graph = trace(new TaughtNetwork(create(), new Head(width, labels.length)), exportedTypes, {
      output: "logits",
    });
    return { labels, weights, model: exportModel(graph, { weights, labels, ...(pixels && { pixels }) }) };
  }

  #opened(): Promise<Trunk> {
    this.#trunk ??= this.#open();
    this.#trunk.catch(() => (this.#trunk = undefined));
    return this.#trunk;
  }

  async #featuresOf(file: Blob): Promise<Float32Array> {
    const { prepare } = await this.#opened();
    const feeds = await prepare(file);
    const { outputs } = await this.#features.ask((executable) => executable.run(feeds));
    return Float32Array.from(Object.values(outputs)[0]!.data);
  }

  async #probabilities(features: Float32Array): Promise<readonly number[]> {
    const { outputs } = await this.#lastLearned.network.ask((executable) =>
      executable.run({ features: ndarray(features, [1, features.length]) }),
    );
    return Array.from(softmax(Object.values(outputs)[0]!.data));
  }

  #knownOf(id: number): Float32Array {
    const features = this.#known.get(id);
    check(features !== undefined, () => "a sample is still being looked at: try again");
    return features;
  }

  get #lastLearned(): Learned {
    if (this.#learned === undefined) throw new BlockzooError("nothing was taught yet");
    return this.#learned;
  }
}

function joined(rows: readonly Float32Array[]): NDArray {
  const width = rows[0]!.length;
  const data = new Float32Array(rows.length * width);
  rows.forEach((row, index) => data.set(row, index * width));
  return ndarray(data, [rows.length, width]);
}

function largest(values: readonly number[]): number {
  return values.indexOf(Math.max(...values));
}
