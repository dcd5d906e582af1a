// Made by blockzoo make-weights: do not edit.
import type { TrainedFile } from "@blockzoo/family";

export declare const files: {
  readonly "style-trunk.pictures": TrainedFile;
  readonly "stylist.starry-night": TrainedFile;
  readonly "stylist.wave": TrainedFile;
  readonly "texture-network.composition-vii": TrainedFile;
  readonly "texture-network.gravel": TrainedFile;
  readonly "texture-network.starry-night": TrainedFile;
};
