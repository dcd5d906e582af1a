// Made by blockzoo make-weights: do not edit.
export const files = {
  "deconvnet-mini.outlines": {
    url: new URL("./deconvnet-mini.outlines.safetensors", import.meta.url),
    sha256: "1cc58e7e3120b2c7b5ee5008af13789811d2740e5fad16e4c136f3fdcfabe50c",
    size: 222888,
    metrics: { meanIou: 0.8112, pixelAccuracy: 0.9875, boundaryF1: 0.9431 },
    gate: { metric: "meanIou", atLeast: 0.72 },
    recipe: { id: "deconvnet-mini.outlines", hash: "d432d654b9d2ffa0" },
  },
};
