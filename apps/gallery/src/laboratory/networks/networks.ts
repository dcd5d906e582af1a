import { proxyMarker, transfer } from "comlink";
import { check } from "@blockzoo/core";
import type { Variant } from "@blockzoo/family";
import { writeSafetensors } from "@blockzoo/weights";
import { diagramsOf, layoutsForScreen, type Layout } from "@blockzoo/inspect";
import { families } from "../../families.js";
import type { Runtime } from "../runtime.js";
import { blockFacts, type BlockFacts } from "./block-facts.js";
import { claimsOf, type ClaimFacts } from "./claim-facts.js";
import { exampleInputs } from "./example-inputs.js";
import { factsOf, type FamilyFacts } from "./family-facts.js";
import { meaningFor, readGiven, weightsFor } from "./given-weights.js";
import { livePictures, type LivePicture } from "./live-pictures.js";
import { liveValues, type LiveValues, type LookedAt } from "./live-values.js";
import { keyOf, type NetworkName } from "./network-name.js";
import type { NetworkShelf } from "./network-shelf.js";
import { batchTypes, sampleTypes } from "./sample-types.js";

/** One computation of a network. */
export interface GraphName {
  readonly network: NetworkName;
  readonly graph: string;
}

/** What a block made of what the network was given. */
export interface LiveView {
  readonly pictures: readonly LivePicture[];
  /** Whether it was given by a demo, and is no example. */
  readonly isGiven: boolean;
}

/** What a page shows of a network itself: what there is, its diagram, what its blocks cost, and what they compute. */
export class Networks {
  readonly [proxyMarker] = true;
  readonly #runtime: Runtime;
  readonly #shelf: NetworkShelf;
  /** What draws the network that was looked at last, whose blocks are opened and closed. */
  #shown: { readonly key: string; readonly draw: (open: ReadonlyMap<string, boolean>) => Layout } | undefined;

  constructor(runtime: Runtime, shelf: NetworkShelf) {
    this.#runtime = runtime;
    this.#shelf = shelf;
  }

  async family(name: string): Promise<FamilyFacts> {
    return factsOf(await this.#shelf.family(name), this.#shelf.putOf(name));
  }

  /**
   * Reads the weights of a network, which may lie in several files, and puts them on the shelf for every variant whose they may be.
   *
   * @throws BlockzooError where a file cannot be read, or no variant has these parameters
   */
  async give(files: readonly File[]): Promise<readonly Required<NetworkName>[]> {
    const given = await readGiven(files);
    const found: Required<NetworkName>[] = [];
    for (const name of Object.keys(families)) {
      const family = await this.#shelf.family(name);
      for (const [id, variant] of Object.entries<Variant>(family.variants)) {
        const meaning = meaningFor(given, family, id, variant);
        const values = weightsFor(variant, meaning, given);
        if (values === undefined) continue;
        const network = { family: name, variant: id, weights: given.name };
        this.#shelf.put(network, { values, meaning, source: given.name });
        found.push(network);
      }
    }
    check(
      found.length > 0,
      () =>
        `${given.name} has ${given.tensors.size} tensors, which are the parameters of no variant of any family here`,
    );
    return found;
  }

  async claims(family: string): Promise<readonly ClaimFacts[]> {
    return claimsOf(await this.#shelf.family(family));
  }

  /** What the weights of a network say of its inputs and outputs, as its task takes it; undefined for one that is not trained. */
  async meaning(network: NetworkName): Promise<unknown> {
    const trained = await this.#shelf.weights(network);
    const { task } = await this.#shelf.variant(network);
    return trained && task.parseMeaning(trained.meaning, trained.source);
  }

  /** @param open blocks that are drawn open, or closed, where that differs from the rule */
  async drawing({ network, graph }: GraphName, open: ReadonlyMap<string, boolean>): Promise<Layout> {
    const key = `${keyOf(network)}/${graph}`;
    if (this.#shown?.key !== key) {
      const variant = await this.#shelf.variant(network);
      const inputs = batchTypes(variant, graph);
      const draw = diagramsOf(variant.create(), { inputs, method: graph, name: network.variant });
      const place = layoutsForScreen();
      this.#shown = { key, draw: (opened) => place(draw(opened)) };
    }
    return this.#shown.draw(open);
  }

  async blocks({ network, graph }: GraphName): Promise<readonly BlockFacts[]> {
    const variant = await this.#shelf.variant(network);
    return blockFacts(variant.create(), { method: graph, inputs: sampleTypes(variant, graph) });
  }

  async live(name: GraphName, what: LookedAt): Promise<LiveView> {
    const { values, isGiven } = await this.#look(name, what);
    return { pictures: livePictures(values), isGiven };
  }

  /** What the network was given and what was made of it, as a safetensors file: `input.*` and `output.*`. */
  async values(name: GraphName, what: LookedAt): Promise<Uint8Array> {
    const { inputs, values } = await this.#look(name, what);
    const named = [
      ...Object.entries(inputs).map(([each, array]) => [`input.${each}`, array] as const),
      ...[...values.outputs].map(([each, array]) => [`output.${each}`, array] as const),
    ];
    const bytes = writeSafetensors(new Map(named));
    return transfer(bytes, [bytes.buffer]);
  }

  async #look({ network, graph }: GraphName, what: LookedAt) {
    const variant = await this.#shelf.variant(network);
    check(Object.hasOwn(variant.graphs, graph), () => `${network.variant} has no graph "${graph}"`);
    const given = this.#shelf.given.of(network, graph);
    const inputs = given ?? exampleInputs(variant, graph);
    const weights = (await this.#shelf.weights(network))?.values;
    const values: LiveValues = await this.#runtime.use((backend) =>
      liveValues({ variant, graph, what, inputs, weights, backend }),
    );
    return { inputs, values, isGiven: given !== undefined };
  }
}
