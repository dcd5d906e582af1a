import type { Task } from "@blockzoo/family";
import { parseSurface, type Surface } from "./surface.js";
import { texturer, type Texturer } from "./texturer.js";

export type { Surface } from "./surface.js";
export type { Texturer, TextureRequest } from "./texturer.js";

/** Makes textures of any size out of noise. */
export function texturing(): Task<Surface, Texturer, "forward"> {
  return {
    name: "texturing",
    graphs: ["forward"],
    parseMeaning: parseSurface,
    use: texturer,
    drill: async () => (await import("@blockzoo/tasks/drills")).negativeDrill,
    command: async () => (await import("./command.js")).command,
  };
}
