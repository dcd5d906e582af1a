import type { Task } from "@blockzoo/family";
import { parseImageClasses, type ImageClasses } from "@blockzoo/tasks/image-classification";
import { detector, type BoxFinder, type Detector } from "./detector.js";

export type { Box, BoxFinder, Detection, DetectOptions, Detector, Found } from "./detector.js";

/**
 * Says what is in an image, and where.
 *
 * @example task: objectDetection(peaks)
 */
export function objectDetection<GraphName extends string>(
  finder: BoxFinder<GraphName>,
): Task<ImageClasses, Detector, GraphName> {
  return {
    name: "object-detection",
    graphs: finder.graphs,
    parseMeaning: parseImageClasses,
    use: (parts) => detector(parts, finder),
    drill: () => finder.drill(),
    command: async () => (await import("./command.js")).command,
  };
}
