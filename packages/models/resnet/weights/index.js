// Made by blockzoo make-weights: do not edit.
export const files = {
  "resnet20-mini.glyphs": {
    url: new URL("./resnet20-mini.glyphs.safetensors", import.meta.url),
    sha256: "64b44031c72d3b3aa891e8eb451ea686d56c4409f0ed12ee843855922b9143fb",
    size: 145180,
    metrics: { accuracy: 0.989, loss: 0.0335 },
    gate: { metric: "accuracy", atLeast: 0.97 },
    recipe: { id: "resnet20-mini.glyphs", hash: "76f76c00448de2ff" },
  },
};
