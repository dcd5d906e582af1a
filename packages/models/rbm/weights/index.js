// Made by blockzoo make-weights: do not edit.
export const files = {
  "convolutional-rbm.mnist": {
    url: new URL("./convolutional-rbm.mnist.safetensors", import.meta.url),
    sha256: "97ae2d8d7e1a5502270f37f0dd89777fac781a17d5fd0371a88e9111ae097ae9",
    size: 4250,
    metrics: { strokes: 1 },
    gate: { metric: "strokes", atLeast: 0.5 },
    recipe: { id: "convolutional-rbm.mnist", hash: "61d40a56421966c1" },
  },
};
