// Made by blockzoo make-weights: do not edit.
export const files = {
  "mobilenet-mini.glyphs": {
    url: new URL("./mobilenet-mini.glyphs.safetensors", import.meta.url),
    sha256: "0531d2e9902d4ab5901a01ff5337b731fad14664c22d1da04595706e7b6d3637",
    size: 43580,
    metrics: { accuracy: 0.964, loss: 0.1614 },
    gate: { metric: "accuracy", atLeast: 0.9 },
    recipe: { id: "mobilenet-mini.glyphs", hash: "3c09a657b8643675" },
  },
};
