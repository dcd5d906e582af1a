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
};
