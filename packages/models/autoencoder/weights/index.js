// Made by blockzoo make-weights: do not edit.
export const files = {
  "autoencoder-2.mnist": {
    url: new URL("./autoencoder-2.mnist.safetensors", import.meta.url),
    sha256: "3178c642415e3687fff9949564d0a867da2e6593f5fe40dfd393f3e105f940cc",
    size: 438116,
    metrics: { mse: 0.0394, neighbours: 0.7116 },
    gate: { metric: "mse", atMost: 0.045, and: { metric: "neighbours", atLeast: 0.6 } },
    recipe: { id: "autoencoder-2.mnist", hash: "94ca1521c7f5777e" },
  },
  "autoencoder-conv.mnist": {
    url: new URL("./autoencoder-conv.mnist.safetensors", import.meta.url),
    sha256: "78e6df679b975a12b25b9eade97962bb73aa1927631187cdc9f45cb012ae1cf3",
    size: 211582,
    metrics: { mse: 0.0069 },
    gate: { metric: "mse", atMost: 0.0085 },
    recipe: { id: "autoencoder-conv.mnist", hash: "4f05335538122f93" },
  },
};
