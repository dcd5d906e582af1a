// Made by blockzoo make-weights: do not edit.
import type { TrainedFile } from "@blockzoo/family";

export declare const files: {
  readonly "heat-detector.one-shape": TrainedFile;
  readonly "roi-detector.one-shape": TrainedFile;
};
