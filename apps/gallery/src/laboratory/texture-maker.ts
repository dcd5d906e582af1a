import { proxyMarker, transfer } from "comlink";
import type { Texturer } from "@blockzoo/style-transfer";
import { textureIds, type TextureId } from "../textures/textures.js";
import { NetworkInUse } from "./network-in-use.js";
import { imageDataOf } from "./pixels.js";
import type { Runtime } from "./runtime.js";

/** Which sample of a texture is made. */
export interface TextureOptions {
  readonly texture: TextureId;
  /** Of its width and of its height, in pixels. */
  readonly side: number;
  readonly seed: number;
}

/** Makes samples of textures out of noise. */
export class TextureMaker {
  readonly [proxyMarker] = true;
  readonly #texturers: ReadonlyMap<TextureId, NetworkInUse<Texturer>>;

  constructor(runtime: Runtime) {
    const texturerOf = (id: TextureId) =>
      new NetworkInUse(runtime, async (backend) => {
        const { styleTransfer } = await import("@blockzoo/style-transfer");
        return styleTransfer.load(id, { backend });
      });
    this.#texturers = new Map(textureIds.map((id) => [id, texturerOf(id)]));
  }

  async make({ texture, side, seed }: TextureOptions): Promise<ImageData> {
    const texturer = this.#texturers.get(texture)!;
    const sample = imageDataOf(await texturer.ask((each) => each.make({ width: side, height: side, seed })));
    return transfer(sample, [sample.data.buffer]);
  }
}
