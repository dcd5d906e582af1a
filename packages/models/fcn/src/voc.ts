import type { ImagePreprocessing } from "@blockzoo/data/images";

/** The classes of PASCAL VOC, in the order of torchvision's weights for segmentation. */
export const vocLabels: readonly string[] = [
  "background",
  "aeroplane",
  "bicycle",
  "bird",
  "boat",
  "bottle",
  "bus",
  "car",
  "cat",
  "chair",
  "cow",
  "diningtable",
  "dog",
  "horse",
  "motorbike",
  "person",
  "pottedplant",
  "sheep",
  "sofa",
  "train",
  "tvmonitor",
];

/** How torchvision prepares photographs for these networks: the shorter side becomes 520 pixels. */
export const vocPreprocessing: ImagePreprocessing = {
  kind: "image",
  channels: 3,
  resize: 520,
  mean: [0.485, 0.456, 0.406],
  deviation: [0.229, 0.224, 0.225],
};
