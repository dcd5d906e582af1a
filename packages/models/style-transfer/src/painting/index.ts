import type { Task } from "@blockzoo/family";
import { parseManner, type Manner } from "./manner.js";
import { painter, photograph, type Painter } from "./painter.js";

export type { Manner } from "./manner.js";
export type { Painter, PaintOptions } from "./painter.js";

/** Paints a photograph, in the size that it has, in the manner that the network has learned. */
export function painting(): Task<Manner, Painter, "forward"> {
  return {
    name: "painting",
    graphs: ["forward"],
    parseMeaning: parseManner,
    use: painter,
    drill: async () => (await import("@blockzoo/tasks/drills")).negativeDrill,
    exported: () => ({ forward: { pixels: photograph } }),
    command: async () => (await import("./command.js")).command,
  };
}
