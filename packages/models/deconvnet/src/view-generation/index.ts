import type { Task } from "@blockzoo/family";
import { generator, type Generator } from "./generator.js";
import { parseViews, type Views } from "./views.js";

export type { Generator, ImageRequest } from "./generator.js";
export type { Views } from "./views.js";

/** Draws one of several things, or a mixture of them, from any angle. */
export function viewGeneration(): Task<Views, Generator, "forward"> {
  return {
    name: "view-generation",
    graphs: ["forward"],
    parseMeaning: parseViews,
    use: generator,
    drill: async () => (await import("@blockzoo/tasks/drills")).tensorsDrill,
    command: async () => (await import("./command.js")).command,
  };
}
