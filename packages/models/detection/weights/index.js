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
    sha256: "299362d7c41a4183e24f65946c0a9721c31e6b98629c60edbe65ac9f8e6a29b6",
    size: 114528,
    metrics: { iou: 0.8045, accuracy: 1 },
    gate: { metric: "iou", atLeast: 0.72 },
    recipe: { id: "roi-detector.one-shape", hash: "6ac8641979c5c3f4" },
  },
};
