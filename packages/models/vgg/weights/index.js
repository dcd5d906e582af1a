// Made by blockzoo make-weights: do not edit.
export const files = {
  "vgg-mini-a.glyphs": {
    url: new URL("./vgg-mini-a.glyphs.safetensors", import.meta.url),
    sha256: "1422431c7701b5e61dd8315b6e3524cbb1e4ac9ea63bb8d3e7ea7ff6bd65b575",
    size: 176716,
    metrics: { accuracy: 0.986, loss: 0.0524 },
    gate: { metric: "accuracy", atLeast: 0.94 },
    recipe: { id: "vgg-mini-a.glyphs", hash: "4d88cdb11f17080b" },
  },
  "vgg-mini-d.glyphs": {
    url: new URL("./vgg-mini-d.glyphs.safetensors", import.meta.url),
    sha256: "05bf628a1f62493231314dd109d4b6c1fbc3240ce6d6776a8ea42213368f43b5",
    size: 275540,
    metrics: { accuracy: 0.977, loss: 0.0798 },
    gate: { metric: "accuracy", atLeast: 0.94 },
    recipe: { id: "vgg-mini-d.glyphs", hash: "1757fb347f44c9b6" },
  },
};
