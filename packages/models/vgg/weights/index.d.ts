// Made by blockzoo make-weights: do not edit.
import type { TrainedFile } from "@blockzoo/family";

export declare const files: {
  readonly "vgg-mini-a.glyphs": TrainedFile;
  readonly "vgg-mini-d.glyphs": TrainedFile;
};
