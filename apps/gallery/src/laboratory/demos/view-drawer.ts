import { proxyMarker, transfer } from "comlink";
import type { ImageRequest } from "@blockzoo/deconvnet";
import type { NetworkName } from "../networks/network-name.js";
import type { NetworkShelf } from "../networks/network-shelf.js";
import { imageDataOf } from "../pixels.js";

/** Draws things from any side. */
export class ViewDrawer {
  readonly [proxyMarker] = true;
  readonly #shelf: NetworkShelf;

  constructor(shelf: NetworkShelf) {
    this.#shelf = shelf;
  }

  async draw(network: NetworkName, request: ImageRequest): Promise<ImageData> {
    const image = imageDataOf(
      await this.#shelf.ask(network, "view-generation", (generator) => generator.generate(request)),
    );
    return transfer(image, [image.data.buffer]);
  }
}
