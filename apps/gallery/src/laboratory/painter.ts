import { proxyMarker, transfer } from "comlink";
import type { Painter } from "@blockzoo/style-transfer";
import { stylistIds, type StylistId } from "../painter/stylists.js";
import { NetworkInUse } from "./network-in-use.js";
import { imageDataOf, pixelsOf } from "./pixels.js";
import type { Runtime } from "./runtime.js";

/** How a picture is painted. */
export interface PaintingOptions {
  readonly stylist: StylistId;
  /** Of the longer side, in pixels: what is larger is made smaller before. */
  readonly longest: number;
}

/** Paints photographs, and what a camera sees. */
export class PhotographPainter {
  readonly [proxyMarker] = true;
  readonly #painters: ReadonlyMap<StylistId, NetworkInUse<Painter>>;

  constructor(runtime: Runtime) {
    const painterOf = (id: StylistId) =>
      new NetworkInUse(runtime, async (backend) => {
        const { styleTransfer } = await import("@blockzoo/style-transfer");
        return styleTransfer.load(id, { backend });
      });
    this.#painters = new Map(stylistIds.map((id) => [id, painterOf(id)]));
  }

  async paint(picture: Blob | ImageBitmap, { stylist, longest }: PaintingOptions): Promise<ImageData> {
    const pixels = await pixelsOf(picture, longest);
    const painted = imageDataOf(await this.#painters.get(stylist)!.ask((painter) => painter.paint(pixels)));
    return transfer(painted, [painted.data.buffer]);
  }
}
