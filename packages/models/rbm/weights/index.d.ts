// Made by blockzoo make-weights: do not edit.
import type { TrainedFile } from "@blockzoo/family";

export declare const files: {
  readonly "convolutional-rbm.mnist": TrainedFile;
  readonly "dbn.mnist": TrainedFile;
};
