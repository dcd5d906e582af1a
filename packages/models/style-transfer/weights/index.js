// Made by blockzoo make-weights: do not edit.
export const files = {
  "style-trunk.pictures": {
    url: new URL("./style-trunk.pictures.safetensors", import.meta.url),
    sha256: "32b7e32d4305845ede1a9fb4e5815f9868fe041625dbcd11231442a8c8a61940",
    size: 881640,
    metrics: { accuracy: 0.8479, loss: 0.5689 },
    gate: { metric: "accuracy", atLeast: 0.7 },
    recipe: { id: "style-trunk.pictures", hash: "a49736db9b9ecdc8" },
  },
  "texture-network.composition-vii": {
    url: new URL("./texture-network.composition-vii.safetensors", import.meta.url),
    sha256: "2655a713db55b7d89a9c150758fc17c342ce7a358e871d289379f73b82e82554",
    size: 150750,
    metrics: { styleLoss: 0.0195, diversity: 0.1835 },
    gate: { metric: "styleLoss", atMost: 0.1, and: { metric: "diversity", atLeast: 0.05 } },
    recipe: { id: "texture-network.composition-vii", hash: "9a51b61dc4446a00" },
  },
  "texture-network.gravel": {
    url: new URL("./texture-network.gravel.safetensors", import.meta.url),
    sha256: "aeb0a52db0c254d5a8f188b835abbc050b6cab3f25adb063377a25806e539139",
    size: 150742,
    metrics: { styleLoss: 0.0069, diversity: 0.0998 },
    gate: { metric: "styleLoss", atMost: 0.1, and: { metric: "diversity", atLeast: 0.05 } },
    recipe: { id: "texture-network.gravel", hash: "714fbe0fd484c961" },
  },
  "texture-network.starry-night": {
    url: new URL("./texture-network.starry-night.safetensors", import.meta.url),
    sha256: "aadce69d04a219da7e70aee91a6ef92e67eb7a066e9e6e297ab7a70e6b0d6ac9",
    size: 150750,
    metrics: { styleLoss: 0.026, diversity: 0.1734 },
    gate: { metric: "styleLoss", atMost: 0.1, and: { metric: "diversity", atLeast: 0.05 } },
    recipe: { id: "texture-network.starry-night", hash: "18c175cc6cf0777c" },
  },
};
