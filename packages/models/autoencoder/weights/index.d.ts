// Made by blockzoo make-weights: do not edit.
import type { TrainedFile } from "@blockzoo/family";

export declare const files: {
  readonly "autoencoder-2.mnist": TrainedFile;
  readonly "autoencoder-conv.mnist": TrainedFile;
};
