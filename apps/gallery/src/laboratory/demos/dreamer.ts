import { proxyMarker } from "comlink";
import { imageGrid } from "@blockzoo/data/images";
import type { NetworkName } from "../networks/network-name.js";
import type { NetworkShelf } from "../networks/network-shelf.js";
import { imageDataOf } from "../pixels.js";

/** What is dreamt of. */
export interface DreamOptions {
  /** The class; none for a network that knows none. */
  readonly label?: string;
  readonly seed: number;
}

/** Where all chains are now, side by side. */
export interface Dream {
  readonly step: number;
  readonly image: ImageData;
}

const chains = 16;
/** Of each chain. */
const steps = 2000;

/** Draws images of a class out of noise, and shows how it comes to them. */
export class Dreamer {
  readonly [proxyMarker] = true;
  readonly #shelf: NetworkShelf;
  #stop: AbortController | undefined;

  constructor(shelf: NetworkShelf) {
    this.#shelf = shelf;
  }

  /**
   * Dreams until the chains have gone far enough, or it is stopped; what was dreamt before is stopped.
   *
   * @param onDream is given each step, and waited for
   */
  async dream(network: NetworkName, options: DreamOptions, onDream: (dream: Dream) => Promise<void>): Promise<void> {
    this.stop();
    const { signal } = (this.#stop = new AbortController());
    await this.#shelf.ask(network, "image-sampling", async (sampler) => {
      for await (const { step, images } of sampler.watch({ ...options, steps, signal, count: chains })) {
        await onDream({ step, image: imageDataOf(imageGrid(images, { columns: 4 })) });
      }
    });
  }

  stop(): void {
    this.#stop?.abort();
  }
}
