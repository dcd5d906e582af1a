import type { Task } from "@blockzoo/family";

/**
 * The common tasks by name, each loaded when asked for: what weights files and command lines name.
 *
 * @example const task = await commonTasks["image-classification"]();
 */
export const commonTasks = {
  "image-classification": async () => (await import("./image-classification/index.js")).imageClassification(),
  "image-segmentation": async () => (await import("./image-segmentation/index.js")).imageSegmentation(),
  "image-heat-map": async () => (await import("./image-heat-map/index.js")).imageHeatMap(),
  "table-classification": async () => (await import("./table-classification/index.js")).tableClassification(),
  "table-regression": async () => (await import("./table-regression/index.js")).tableRegression(),
  "text-generation": async () => (await import("./text-generation/index.js")).textGeneration(),
  translation: async () => (await import("./translation/index.js")).translation(),
  "text-classification": async () => (await import("./text-classification/index.js")).textClassification(),
  "sequence-labelling": async () => (await import("./sequence-labelling/index.js")).sequenceLabelling(),
  forecasting: async () => (await import("./forecasting/index.js")).forecasting(),
  tensors: async () => (await import("./tensors/index.js")).tensors(),
} satisfies Readonly<Record<string, () => Promise<Task>>>;

export type CommonTaskName = keyof typeof commonTasks;
