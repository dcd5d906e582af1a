// Made by blockzoo make-weights: do not edit.
export const files = {
  "inception-mini.glyphs": {
    url: new URL("./inception-mini.glyphs.safetensors", import.meta.url),
    sha256: "a78d025effe86b75853fe350d44ac36c4049fd9bfe2afe4235efe010f8b532a8",
    size: 38900,
    metrics: { accuracy: 0.992, loss: 0.022 },
    gate: { metric: "accuracy", atLeast: 0.92 },
    recipe: { id: "inception-mini.glyphs", hash: "305cca27aa225f70" },
  },
};
