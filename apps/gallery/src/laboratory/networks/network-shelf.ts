import { BlockzooError, check, type Backend, type Feeds, type StateDict } from "@blockzoo/core";
import { loadWeights, openVariant, sizedFor, type Family, type OpenedVariant, type Variant } from "@blockzoo/family";
import { families } from "../../families.js";
import { NetworkInUse } from "../network-in-use.js";
import type { Runtime } from "../runtime.js";
import { GivenInputs } from "./given-inputs.js";
import { keyOf, type NetworkName } from "./network-name.js";
import type { TaskName, Uses } from "./uses.js";

/** Trained values, what they mean, and where they come from. */
export interface TrainedWeights {
  readonly values: StateDict;
  /** Undefined where nothing says it: such a network can be looked at, not used. */
  readonly meaning: unknown;
  readonly source: string;
}

/** Every network that a page names: its family, its weights, what it is used for, and what it was last given. */
export class NetworkShelf {
  readonly #runtime: Runtime;
  readonly #weights = new Map<string, Promise<TrainedWeights>>();
  readonly #networks = new Map<string, NetworkInUse<OpenedVariant>>();
  /** Networks whose weights were put here. */
  readonly #put = new Map<string, Required<NetworkName>>();
  /** What demos gave to networks, for those who look inside. */
  readonly given = new GivenInputs();

  constructor(runtime: Runtime) {
    this.#runtime = runtime;
  }

  /** @throws BlockzooError that lists the families where there is none of that name */
  async family(name: string): Promise<Family> {
    const load = Object.hasOwn(families, name) ? families[name] : undefined;
    check(load !== undefined, () => `there is no family "${name}": there are ${Object.keys(families).join(", ")}`);
    return load();
  }

  /** The variant of a network, in the size that its weights have. */
  async variant(name: NetworkName): Promise<Variant> {
    const { variants } = await this.family(name.family);
    const variant = Object.hasOwn(variants, name.variant) ? variants[name.variant] : undefined;
    check(
      variant !== undefined,
      () => `${name.family} has no variant "${name.variant}": there are ${Object.keys(variants).join(", ")}`,
    );
    const trained = await this.weights(name);
    return trained === undefined
      ? variant
      : sizedFor(variant, variant.task.parseMeaning(trained.meaning, trained.source));
  }

  /** The weights of a network; undefined for one that is not trained. */
  async weights(name: NetworkName): Promise<TrainedWeights | undefined> {
    if (name.weights === undefined) return undefined;
    const key = keyOf(name);
    const known = this.#weights.get(key) ?? this.#load(name.family, name.weights);
    this.#weights.set(key, known);
    // What could not be fetched is asked for again.
    known.catch(() => this.#weights.delete(key));
    return known;
  }

  /** Puts weights from elsewhere on the shelf, under a tag of the caller's. */
  put(name: Required<NetworkName>, weights: TrainedWeights): void {
    this.#weights.set(keyOf(name), Promise.resolve(weights));
    this.#put.set(keyOf(name), name);
    this.#networks.delete(keyOf(name));
  }

  /** The tags of weights of a family that were put here, with their variants. */
  putOf(family: string): readonly Required<NetworkName>[] {
    return [...this.#put.values()].filter((name) => name.family === family);
  }

  /**
   * Asks a trained network what it is there for.
   *
   * @example shelf.ask(lenet, "image-classification", (classifier) => classifier.classify(image))
   */
  ask<Task extends TaskName, Answer>(
    name: NetworkName,
    task: Task,
    question: (use: Uses[Task]) => Promise<Answer>,
  ): Promise<Answer> {
    const key = keyOf(name);
    const network =
      this.#networks.get(key) ?? new NetworkInUse(this.#runtime, (backend) => this.#open(name, task, backend));
    this.#networks.set(key, network);
    // That the variant's task is this one is checked when it is opened.
    return network.ask(({ use }) => question(use as unknown as Uses[Task]));
  }

  async #open(name: NetworkName, task: TaskName, backend: Backend): Promise<OpenedVariant> {
    const trained = await this.weights(name);
    check(trained !== undefined, () => `${name.variant} has no trained weights here`);
    const { variants } = await this.family(name.family);
    const variant = variants[name.variant]!;
    check(variant.task.name === task, () => `${name.variant} does ${variant.task.name}, and is asked for ${task}`);
    const { values: weights, meaning, source } = trained;
    check(meaning !== undefined, () => `${source} does not say how its inputs are prepared and what its outputs mean`);
    const onInputs = (graph: string, inputs: Feeds) => this.given.note(name, graph, inputs);
    return openVariant({ variant, weights, meaning, source, backend, onInputs });
  }

  async #load(family: string, tag: string): Promise<TrainedWeights> {
    const { weights } = await this.family(family);
    const entry = Object.hasOwn(weights, tag) ? weights[tag] : undefined;
    if (entry === undefined) {
      throw new BlockzooError(
        `${family} has no weights "${tag}": there are ${Object.keys(weights).join(", ") || "none"}`,
      );
    }
    return { values: await loadWeights(entry), meaning: entry.meaning, source: tag };
  }
}
