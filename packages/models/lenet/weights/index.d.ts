// Made by blockzoo make-weights: do not edit.
import type { TrainedFile } from "@blockzoo/family";

export declare const files: {
  readonly "lenet5-1998.glyphs": TrainedFile;
  readonly "lenet5.fashion-mnist": TrainedFile;
  readonly "lenet5.glyphs": TrainedFile;
  readonly "lenet5.mnist": TrainedFile;
};
