import type { ImageCoder } from "@blockzoo/autoencoder";
import type { Transcriber } from "@blockzoo/ctc";
import type { Generator } from "@blockzoo/deconvnet";
import type { Detector } from "@blockzoo/detection";
import type { ImageSampler } from "@blockzoo/rbm";
import type { Painter, Texturer } from "@blockzoo/style-transfer";
import type { ImageClassifier } from "@blockzoo/tasks/image-classification";
import type { HeatMap } from "@blockzoo/tasks/image-heat-map";
import type { Segmenter } from "@blockzoo/tasks/image-segmentation";
import type { TableClassifier } from "@blockzoo/tasks/table-classification";
import type { TextGenerator } from "@blockzoo/tasks/text-generation";
import type { Translator } from "@blockzoo/tasks/translation";

/** What the networks of a task do for their user, by the task's name: the tasks that have a demo. */
export interface Uses {
  readonly "image-classification": ImageClassifier;
  readonly "image-coding": ImageCoder;
  readonly "image-heat-map": HeatMap;
  readonly "image-sampling": ImageSampler;
  readonly "image-segmentation": Segmenter;
  readonly "object-detection": Detector;
  readonly painting: Painter;
  readonly "table-classification": TableClassifier;
  readonly "text-generation": TextGenerator;
  readonly texturing: Texturer;
  readonly transcription: Transcriber;
  readonly translation: Translator;
  readonly "view-generation": Generator;
}

export type TaskName = keyof Uses;
