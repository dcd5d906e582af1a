// Made by blockzoo make-weights: do not edit.
export const files = {
  "tic-tac-toe.perfect": {
    url: new URL("./tic-tac-toe.perfect.safetensors", import.meta.url),
    sha256: "4ba4ec3db7143dd1c8a5a73ce468f254dd21037b44bc897d18b6337070180117",
    size: 40746,
    metrics: { best: 0.9768 },
    gate: { metric: "best", atLeast: 0.93 },
    recipe: { id: "tic-tac-toe.perfect", hash: "27612807c1f40da7" },
  },
};
