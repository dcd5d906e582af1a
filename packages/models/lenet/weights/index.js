// Made by blockzoo make-weights: do not edit.
export const files = {
  "lenet5-1998.glyphs": {
    url: new URL("./lenet5-1998.glyphs.safetensors", import.meta.url),
    sha256: "5ac4a826a7bf3449b14cf44c63b39a1e5d71b3a6e88650e3900b5ed5f6b0d5e7",
    size: 120968,
    metrics: { accuracy: 0.944, loss: 0.954 },
    gate: { metric: "accuracy", atLeast: 0.9 },
    recipe: { id: "lenet5-1998.glyphs", hash: "7ca578592500e289" },
  },
  "lenet5.fashion-mnist": {
    url: new URL("./lenet5.fashion-mnist.safetensors", import.meta.url),
    sha256: "ddc676a279513fc9ad1c24d2b233c2521554a44408971f325e40c55bc608d8c3",
    size: 124244,
    metrics: { accuracy: 0.9001, loss: 0.2919 },
    gate: { metric: "accuracy", atLeast: 0.89 },
    recipe: { id: "lenet5.fashion-mnist", hash: "e2646809bf43c9f3" },
  },
  "lenet5.glyphs": {
    url: new URL("./lenet5.glyphs.safetensors", import.meta.url),
    sha256: "ccabf85966445bb4e1ee44fa5e832d9681ef884afd423adb25cb2a3f87be12f4",
    size: 124236,
    metrics: { accuracy: 0.924, loss: 0.2298 },
    gate: { metric: "accuracy", atLeast: 0.9 },
    recipe: { id: "lenet5.glyphs", hash: "4df54a104cb36645" },
  },
  "lenet5.mnist": {
    url: new URL("./lenet5.mnist.safetensors", import.meta.url),
    sha256: "4f491ecc67b42ca8ca15db36b4b642a7b22c4fe821027c6d3eba4f7c9f26df05",
    size: 124236,
    metrics: { accuracy: 0.9886, loss: 0.0363 },
    gate: { metric: "accuracy", atLeast: 0.985 },
    recipe: { id: "lenet5.mnist", hash: "fa90937064b3fd1d" },
  },
};
