// Made by blockzoo make-weights: do not edit.
export const files = {
  "heat-detector.one-shape": {
    url: new URL("./heat-detector.one-shape.safetensors", import.meta.url),
    sha256: "cd9eb35921b0007621cc33ceb9ccd778506473400c094ccb7136eae3d1072553",
    size: 107566,
    metrics: { iou: 0.8173, accuracy: 1 },
    gate: { metric: "iou", atLeast: 0.75 },
    recipe: { id: "heat-detector.one-shape", hash: "6feac424549490e1" },
  },
  "roi-detector.one-shape": {
    url: new URL("./roi-detector.one-shape.safetensors", import.meta.url),
    sha256: "ad80f90bf8757c30702812866a5e09861dc2197086f45f7d1ab944bb07fcf73d",
    size: 114528,
    metrics: { iou: 0.7259, accuracy: 1 },
    gate: { metric: "iou", atLeast: 0.72 },
    recipe: { id: "roi-detector.one-shape", hash: "6ac8641979c5c3f4" },
  },
};
