import { proxyMarker } from "comlink";
import { imageGrid } from "@blockzoo/data/images";
import type { ImageSampler } from "@blockzoo/rbm";
import { NetworkInUse } from "./network-in-use.js";
import { imageDataOf } from "./pixels.js";
import type { Runtime } from "./runtime.js";

/** What is dreamt of. */
export interface DreamOptions {
  readonly label: string;
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

/** Draws digits of a class out of noise, and shows how it comes to them. */
export class DigitDreamer {
  readonly [proxyMarker] = true;
  readonly #sampler: NetworkInUse<ImageSampler>;
  #stop: AbortController | undefined;

  constructor(runtime: Runtime) {
    this.#sampler = new NetworkInUse(runtime, async (backend) => {
      const { rbm } = await import("@blockzoo/rbm");
      return rbm.load("dbn.mnist", { backend });
    });
  }

  /**
   * Dreams until the chains have gone far enough, or it is stopped; what was dreamt before is stopped.
   *
   * @param onDream is given each step, and waited for
   */
  async dream(options: DreamOptions, onDream: (dream: Dream) => Promise<void>): Promise<void> {
    this.stop();
    const { signal } = (this.#stop = new AbortController());
    await this.#sampler.ask(async (sampler) => {
      for await (const { step, images } of sampler.watch({ ...options, steps, signal, count: chains })) {
        await onDream({ step, image: imageDataOf(imageGrid(images, { columns: 4 })) });
      }
    });
  }

  stop(): void {
    this.#stop?.abort();
  }
}
