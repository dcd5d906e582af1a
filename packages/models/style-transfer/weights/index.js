// Made by blockzoo make-weights: do not edit.
export const files = {
  "style-trunk.pictures": {
    url: new URL("./style-trunk.pictures.safetensors", import.meta.url),
    sha256: "32b7e32d4305845ede1a9fb4e5815f9868fe041625dbcd11231442a8c8a61940",
    size: 881640,
    metrics: { accuracy: 0.8479, loss: 0.5689 },
    gate: { metric: "accuracy", atLeast: 0.6 },
    recipe: { id: "style-trunk.pictures", hash: "a49736db9b9ecdc8" },
  },
};
