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
  "dbn.mnist": {
    url: new URL("./dbn.mnist.safetensors", import.meta.url),
    sha256: "519ca1c30bfdc9237083ecdbf7bb36605205ce279526bddcfcf0190cc84b3eba",
    size: 810420,
    metrics: { read: 0.92, spread: 0.1137, accuracy: 0.9475 },
    gate: { metric: "read", atLeast: 0.8, and: { metric: "spread", atLeast: 0.09 } },
    recipe: { id: "dbn.mnist", hash: "12f2008dde61cb85" },
  },
};
