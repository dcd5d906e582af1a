// Made by blockzoo make-weights: do not edit.
export const files = {
  "chair-generator-mini.views": {
    url: new URL("./chair-generator-mini.views.safetensors", import.meta.url),
    sha256: "895483df2969101375770ff0900fc712b39977dab095faeebfecca131a0de554",
    size: 382372,
    metrics: { mse: 0.0091 },
    gate: { metric: "mse", atMost: 0.02 },
    recipe: { id: "chair-generator-mini.views", hash: "5bf9f57c89b20d92" },
  },
  "deconvnet-mini.outlines": {
    url: new URL("./deconvnet-mini.outlines.safetensors", import.meta.url),
    sha256: "1cc58e7e3120b2c7b5ee5008af13789811d2740e5fad16e4c136f3fdcfabe50c",
    size: 222888,
    metrics: { meanIou: 0.8112, pixelAccuracy: 0.9875, boundaryF1: 0.9431 },
    gate: { metric: "meanIou", atLeast: 0.72 },
    recipe: { id: "deconvnet-mini.outlines", hash: "d432d654b9d2ffa0" },
  },
};
