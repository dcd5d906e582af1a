// Made by blockzoo make-weights: do not edit.
import type { TrainedFile } from "@blockzoo/family";

export declare const files: {
  readonly "lstm-writer-large.tinyshakespeare": TrainedFile;
  readonly "lstm-writer.tinyshakespeare": TrainedFile;
};
