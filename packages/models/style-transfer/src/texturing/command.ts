import { check } from "@blockzoo/core";
import { encodePng } from "@blockzoo/data/images";
import type { TaskCommand } from "@blockzoo/family";
import type { Surface } from "./surface.js";
import type { Texturer } from "./texturer.js";

export const command: TaskCommand<Surface, Texturer, "seed"> = {
  takes: "a width and height in pixels: 512x256",
  settings: {
    seed: { about: "which piece of the texture", default: 0, least: 0, most: 2 ** 32, whole: true },
  },
  async answer({ input, use, settings: { seed }, signal }) {
    const { width, height } = sizeOf(input);
    const made = await use.make({ width, height, seed, ...(signal && { signal }) });
    return {
      text: `${use.texture}, ${width} x ${height} pixels: --out texture.png writes it`,
      json: { texture: use.texture, image: { width, height, channels: 3 } },
      files: { ".png": () => encodePng(made) },
    };
  },
};

function sizeOf(input: string): { readonly width: number; readonly height: number } {
  const found = /^(\d{1,6})[x×](\d{1,6})$/.exec(input.trim());
  check(found !== null, () => `${input}: is no size, expected ${command.takes}`);
  return { width: Number(found[1]), height: Number(found[2]) };
}
