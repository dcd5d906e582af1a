// Made by blockzoo make-weights: do not edit.
export const files = {
  "mlp.iris": {
    url: new URL("./mlp.iris.safetensors", import.meta.url),
    sha256: "cf379d233027fdc2f12ace18fd030ec661e051a22979ad02f8c1d36a841e4a7a",
    size: 646,
    metrics: { accuracy: 0.9667, loss: 0.0617 },
    gate: { metric: "accuracy", atLeast: 0.93 },
    recipe: { id: "mlp.iris", hash: "72e7469d0179307a" },
  },
};
