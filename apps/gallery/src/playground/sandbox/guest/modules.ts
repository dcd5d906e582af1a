// What programs may import. What is fetched from other places, trained weights and recipes, is not there.
import * as core from "@blockzoo/core";
import * as data from "@blockzoo/data";
import * as audio from "@blockzoo/data/audio";
import * as images from "@blockzoo/data/images";
import * as text from "@blockzoo/data/text";
import * as family from "@blockzoo/family";
import type { Namespace } from "@blockzoo/family";
import * as inspect from "@blockzoo/inspect";
import * as resnet from "@blockzoo/resnet";
import * as answers from "@blockzoo/tasks/answers";
import * as classes from "@blockzoo/tasks/classes";
import * as decoding from "@blockzoo/tasks/decoding";
import * as drills from "@blockzoo/tasks/drills";
import * as forecasting from "@blockzoo/tasks/forecasting";
import * as imageClassification from "@blockzoo/tasks/image-classification";
import * as imageHeatMap from "@blockzoo/tasks/image-heat-map";
import * as imageSegmentation from "@blockzoo/tasks/image-segmentation";
import * as imagenet from "@blockzoo/tasks/imagenet";
import * as sequenceLabelling from "@blockzoo/tasks/sequence-labelling";
import * as tableClassification from "@blockzoo/tasks/table-classification";
import * as tableRegression from "@blockzoo/tasks/table-regression";
import * as tensors from "@blockzoo/tasks/tensors";
import * as textClassification from "@blockzoo/tasks/text-classification";
import * as textGeneration from "@blockzoo/tasks/text-generation";
import * as translation from "@blockzoo/tasks/translation";
import * as train from "@blockzoo/train";
import * as vgg from "@blockzoo/vgg";

export const modules: Readonly<Record<string, Namespace>> = {
  "@blockzoo/core": core,
  "@blockzoo/data": data,
  "@blockzoo/data/audio": audio,
  "@blockzoo/data/images": images,
  "@blockzoo/data/text": text,
  "@blockzoo/family": family,
  "@blockzoo/inspect": inspect,
  "@blockzoo/resnet": resnet,
  "@blockzoo/tasks/answers": answers,
  "@blockzoo/tasks/classes": classes,
  "@blockzoo/tasks/decoding": decoding,
  "@blockzoo/tasks/drills": drills,
  "@blockzoo/tasks/forecasting": forecasting,
  "@blockzoo/tasks/image-classification": imageClassification,
  "@blockzoo/tasks/image-heat-map": imageHeatMap,
  "@blockzoo/tasks/image-segmentation": imageSegmentation,
  "@blockzoo/tasks/imagenet": imagenet,
  "@blockzoo/tasks/sequence-labelling": sequenceLabelling,
  "@blockzoo/tasks/table-classification": tableClassification,
  "@blockzoo/tasks/table-regression": tableRegression,
  "@blockzoo/tasks/tensors": tensors,
  "@blockzoo/tasks/text-classification": textClassification,
  "@blockzoo/tasks/text-generation": textGeneration,
  "@blockzoo/tasks/translation": translation,
  "@blockzoo/train": train,
  "@blockzoo/vgg": vgg,
};
