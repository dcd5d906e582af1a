import type { ComponentType } from "preact";
import type { TaskName } from "../laboratory/networks/uses.js";
import type { DemoProps } from "./demo.js";
import "./demos.css";

/** A demo knows the meaning that its task has, which the table does not. */
type AnyDemo = ComponentType<DemoProps<never>>;

/** What there is to try of a network, by the name of its task; the code of each is fetched when it is first shown. */
export const demos = {
  "image-classification": async () =>
    (await import("./image-classification/classification-demo.js")).ClassificationDemo,
  "image-coding": async () => (await import("./image-coding/coding-demo.js")).CodingDemo,
  "image-heat-map": async () => (await import("./image-heat-map/heat-map-demo.js")).HeatMapDemo,
  "image-sampling": async () => (await import("./image-sampling/dream-demo.js")).DreamDemo,
  "image-segmentation": async () => (await import("./image-segmentation/segmentation-demo.js")).SegmentationDemo,
  "object-detection": async () => (await import("./object-detection/detection-demo.js")).DetectionDemo,
  painting: async () => (await import("./painting/painting-demo.js")).PaintingDemo,
  "table-classification": async () => (await import("./table-classification/table-demo.js")).TableDemo,
  "text-generation": async () => (await import("./text-generation/writing-demo.js")).WritingDemo,
  texturing: async () => (await import("./texturing/texture-demo.js")).TextureDemo,
  transcription: async () => (await import("./transcription/transcription-demo.js")).TranscriptionDemo,
  translation: async () => (await import("./translation/translation-demo.js")).TranslationDemo,
  "view-generation": async () => (await import("./view-generation/view-demo.js")).ViewDemo,
} satisfies Record<TaskName, () => Promise<AnyDemo>>;

export function hasDemo(task: string): task is TaskName {
  return Object.hasOwn(demos, task);
}
