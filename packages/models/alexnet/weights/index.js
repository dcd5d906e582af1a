// Made by blockzoo make-weights: do not edit.
export const files = {
  "alexnet-mini.glyphs": {
    url: new URL("./alexnet-mini.glyphs.safetensors", import.meta.url),
    sha256: "83d4c9d912d922fbcf802cabefadb4deab2fb7dfc3d660ac2c2e8ad14cbe3b95",
    size: 744020,
    metrics: { accuracy: 0.991, loss: 0.0247 },
    gate: { metric: "accuracy", atLeast: 0.95 },
    recipe: { id: "alexnet-mini.glyphs", hash: "42079bb185620d1b" },
  },
};
