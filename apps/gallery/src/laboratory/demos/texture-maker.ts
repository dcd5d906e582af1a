import { proxyMarker, transfer } from "comlink";
import type { NetworkName } from "../networks/network-name.js";
import type { NetworkShelf } from "../networks/network-shelf.js";
import { imageDataOf } from "../pixels.js";

/** Which sample of a texture is made. */
export interface TextureOptions {
  /** Of its width and of its height, in pixels. */
  readonly side: number;
  readonly seed: number;
}

/** Makes samples of textures out of noise. */
export class TextureMaker {
  readonly [proxyMarker] = true;
  readonly #shelf: NetworkShelf;

  constructor(shelf: NetworkShelf) {
    this.#shelf = shelf;
  }

  async make(network: NetworkName, { side, seed }: TextureOptions): Promise<ImageData> {
    const made = await this.#shelf.ask(network, "texturing", (texturer) =>
      texturer.make({ width: side, height: side, seed }),
    );
    const sample = imageDataOf(made);
    return transfer(sample, [sample.data.buffer]);
  }
}
