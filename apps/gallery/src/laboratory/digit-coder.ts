import { proxyMarker, transfer } from "comlink";
import type { ImageCoder } from "@blockzoo/autoencoder";
import { ndarray } from "@blockzoo/core";
import { NetworkInUse } from "./network-in-use.js";
import { imageDataOf } from "./pixels.js";
import type { Runtime } from "./runtime.js";

/** Makes short codes of drawn digits, and digits of codes. */
export class DigitCoder {
  readonly [proxyMarker] = true;
  readonly #coder: NetworkInUse<ImageCoder>;

  constructor(runtime: Runtime) {
    this.#coder = new NetworkInUse(runtime, async (backend) => {
      const { autoencoder } = await import("@blockzoo/autoencoder");
      return autoencoder.load("autoencoder-conv.mnist", { backend });
    });
  }

  async encode(drawing: ImageData): Promise<readonly number[]> {
    return Array.from((await this.#coder.ask((coder) => coder.encode([drawing]))).data);
  }

  async decode(code: readonly number[]): Promise<ImageData> {
    const codes = ndarray(Float32Array.from(code), [1, code.length]);
    const [image] = await this.#coder.ask((coder) => coder.decode(codes));
    const pixels = imageDataOf(image!);
    return transfer(pixels, [pixels.data.buffer]);
  }
}
