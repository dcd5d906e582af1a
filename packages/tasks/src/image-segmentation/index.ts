import type { Task } from "@blockzoo/family";
import { checkLabels } from "../classes/check-labels.js";
import { parseImageClasses, type ImageClasses } from "../image-classification/image-classes.js";
import { everyPixel } from "../image-heat-map/heat-map.js";
import type { HeatMapOptions } from "../image-heat-map/index.js";
import { segmenter, type Segmenter } from "./segmenter.js";

export type { ClassMap, HeatMap, HeatMapOptions, Location, MapGrid } from "../image-heat-map/index.js";
export type { ImageClasses } from "../image-classification/image-classes.js";
export type { Segmentation, Segmenter } from "./segmenter.js";

/**
 * Says what each pixel of an image belongs to.
 *
 * @example task: imageSegmentation({ grid: { stride: 4, offset: 15.5 } })
 */
export function imageSegmentation({ grid = everyPixel }: HeatMapOptions = {}): Task<
  ImageClasses,
  Segmenter,
  "forward"
> {
  return {
    name: "image-segmentation",
    graphs: ["forward"],
    parseMeaning: parseImageClasses,
    checkMeaning: ({ labels }, variant, where) => checkLabels(labels, variant, where),
    use: (parts) => segmenter({ ...parts, grid }),
    drill: async () => (await import("../drills/classes.js")).classesDrill,
    exported: ({ preprocessing }) => ({ forward: { pixels: preprocessing } }),
    command: async () => (await import("./command.js")).segmentationCommand(grid),
  };
}
