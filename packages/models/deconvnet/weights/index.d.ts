// Made by blockzoo make-weights: do not edit.
import type { TrainedFile } from "@blockzoo/family";

export declare const files: {
  readonly "chair-generator-mini.views": TrainedFile;
  readonly "deconvnet-mini.outlines": TrainedFile;
};
