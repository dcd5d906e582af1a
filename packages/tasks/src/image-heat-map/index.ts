import type { Task } from "@blockzoo/family";
import { checkLabels } from "../classes/check-labels.js";
import { parseImageClasses, type ImageClasses } from "../image-classification/image-classes.js";
import { everyPixel, heatMap, type HeatMap, type MapGrid } from "./heat-map.js";

export type { ClassMap, HeatMap, Location, MapGrid } from "./heat-map.js";

export interface HeatMapOptions {
  /** Where the places of the output lie. Default: one for each pixel. */
  readonly grid?: MapGrid;
}

/** Says how probable each class is over an image, and where it is most probable. */
export function imageHeatMap({ grid = everyPixel }: HeatMapOptions = {}): Task<ImageClasses, HeatMap, "forward"> {
  return {
    name: "image-heat-map",
    graphs: ["forward"],
    parseMeaning: parseImageClasses,
    checkMeaning: ({ labels }, variant, where) => checkLabels(labels, variant, where),
    use: (parts) => heatMap({ ...parts, grid }),
    drill: async () => (await import("../drills/classes.js")).classesDrill,
    exported: ({ preprocessing }) => ({ forward: { pixels: preprocessing } }),
    command: async () => (await import("./command.js")).heatMapCommand(grid),
  };
}
