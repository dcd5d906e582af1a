// Made by blockzoo make-weights: do not edit.
export const files = {
  "lstm-writer-large.tinyshakespeare": {
    url: new URL("./lstm-writer-large.tinyshakespeare.safetensors", import.meta.url),
    sha256: "5a3efa672bbb9b13631ea3d31fd078ca896dbe927a741e66d8f405406faf8d7d",
    size: 996922,
    metrics: { bitsPerCharacter: 2.1569 },
    gate: { metric: "bitsPerCharacter", atMost: 2.27 },
    recipe: { id: "lstm-writer-large.tinyshakespeare", hash: "6ce0ac87041cfdbf" },
  },
  "lstm-writer.tinyshakespeare": {
    url: new URL("./lstm-writer.tinyshakespeare.safetensors", import.meta.url),
    sha256: "abf4e3bc835f8dc3da3e7933dd9d1498eed69604e96dc94d7b179a42ec144b74",
    size: 187474,
    metrics: { bitsPerCharacter: 2.3112 },
    gate: { metric: "bitsPerCharacter", atMost: 2.35 },
    recipe: { id: "lstm-writer.tinyshakespeare", hash: "dad95cbef1e4efef" },
  },
};
