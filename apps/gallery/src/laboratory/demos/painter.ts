import { proxyMarker, transfer } from "comlink";
import type { NetworkName } from "../networks/network-name.js";
import type { NetworkShelf } from "../networks/network-shelf.js";
import { imageDataOf, pixelsOf } from "../pixels.js";

/** Paints photographs, and what a camera sees. */
export class PhotographPainter {
  readonly [proxyMarker] = true;
  readonly #shelf: NetworkShelf;

  constructor(shelf: NetworkShelf) {
    this.#shelf = shelf;
  }

  /** @param longest of the longer side, in pixels: what is larger is made smaller before */
  async paint(network: NetworkName, picture: Blob | ImageBitmap, longest: number): Promise<ImageData> {
    const pixels = await pixelsOf(picture, longest);
    const painted = imageDataOf(await this.#shelf.ask(network, "painting", (painter) => painter.paint(pixels)));
    return transfer(painted, [painted.data.buffer]);
  }
}
