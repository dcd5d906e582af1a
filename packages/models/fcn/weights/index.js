// Made by blockzoo make-weights: do not edit.
export const files = {
  "fcn-mini.shapes": {
    url: new URL("./fcn-mini.shapes.safetensors", import.meta.url),
    sha256: "b2b02cd66c120d61ea23259e5d75278de4d036d3cbc6368d980aff47da13db27",
    size: 109512,
    metrics: { meanIou: 0.913, pixelAccuracy: 0.9891, boundaryF1: 0.8856 },
    gate: { metric: "meanIou", atLeast: 0.82 },
    recipe: { id: "fcn-mini.shapes", hash: "616d0df7da1bdfdf" },
  },
  "heat-map-mini.glyphs": {
    url: new URL("./heat-map-mini.glyphs.safetensors", import.meta.url),
    sha256: "5339ef9394685c212bab547cce6e3084bc89ddc410b216a90f77be3cb5549f7d",
    size: 94110,
    metrics: { located: 0.9867 },
    gate: { metric: "located", atLeast: 0.93 },
    recipe: { id: "heat-map-mini.glyphs", hash: "360233733d4a0394" },
  },
};
