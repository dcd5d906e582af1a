// Made by blockzoo make-weights: do not edit.
import type { TrainedFile } from "@blockzoo/family";

export declare const files: {
  readonly "fcn-mini.shapes": TrainedFile;
  readonly "heat-map-mini.glyphs": TrainedFile;
};
