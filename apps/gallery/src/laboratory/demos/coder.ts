import { proxyMarker, transfer } from "comlink";
import { ndarray } from "@blockzoo/core";
import type { NetworkName } from "../networks/network-name.js";
import type { NetworkShelf } from "../networks/network-shelf.js";
import { imageDataOf } from "../pixels.js";

/** Makes short codes of images, and images of codes. */
export class Coder {
  readonly [proxyMarker] = true;
  readonly #shelf: NetworkShelf;

  constructor(shelf: NetworkShelf) {
    this.#shelf = shelf;
  }

  async encode(network: NetworkName, drawing: ImageData): Promise<readonly number[]> {
    return Array.from((await this.#shelf.ask(network, "image-coding", (coder) => coder.encode([drawing]))).data);
  }

  async decode(network: NetworkName, code: readonly number[]): Promise<ImageData> {
    const codes = ndarray(Float32Array.from(code), [1, code.length]);
    const [image] = await this.#shelf.ask(network, "image-coding", (coder) => coder.decode(codes));
    const pixels = imageDataOf(image!);
    return transfer(pixels, [pixels.data.buffer]);
  }
}
