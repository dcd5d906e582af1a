import { float32, ndarray, type Feeds } from "@blockzoo/core";
import { forward, type Variant } from "@blockzoo/family";
import { inRegions } from "./find-in-regions.js";
import { peaks } from "./find-peaks.js";
import { objectDetection } from "./object-detection/index.js";
import { HeatDetector } from "./heat-detector.js";
import { RoiDetector } from "./roi-detector.js";

export const variants = {
  "heat-detector": {
    summary: "peaks of class maps, with a box at each place; any height and width",
    create: () => new HeatDetector(),
    task: objectDetection(peaks),
    graphs: forward({ image: float32("N", 1, "H", "W") }, "scores"),
    params: 51_751,
  },
  "roi-detector": {
    summary: "RoI pooling and a head over proposals, as Fast R-CNN, 48x48; any number of regions",
    create: () => new RoiDetector(),
    task: objectDetection(inRegions),
    graphs: {
      extract: { input: { image: float32("N", 1, 48, 48) }, output: "maps" },
      judge: {
        input: { maps: float32("N", 24, 24, 24), regions: float32("R", 5) },
        output: "scores",
        example: nestedRegions,
      },
    },
    params: 55_568,
  },
} as const satisfies Readonly<Record<string, Variant>>;

/** Regions of one image after the other, each within the one before: all of an image, then less and less of it. */
function nestedRegions({ maps, regions }: Feeds): Feeds {
  const [images, count] = [maps!.shape[0]!, regions!.shape[0]!];
  const rows = Array.from({ length: count }, (_, row) => {
    const inset = (20 * row) / count;
    return [row % images, inset, inset, 48 - inset, 48 - inset];
  });
  return { regions: ndarray(Float32Array.from(rows.flat()), [count, 5]) };
}
