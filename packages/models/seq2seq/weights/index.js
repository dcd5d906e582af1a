// Made by blockzoo make-weights: do not edit.
export const files = {
  "luong-translator.tatoeba": {
    url: new URL("./luong-translator.tatoeba.safetensors", import.meta.url),
    sha256: "7659dabda616d6c175f432596f7c8d44c17a79d4ee85e574cb57efcef12c3e33",
    size: 1731328,
    metrics: { chrf: 0.4373, chrfShorter: 0.5449, chrfLonger: 0.353, tokenAccuracy: 0.6726, perplexity: 4.8962 },
    gate: { metric: "chrf", atLeast: 0.4 },
    recipe: { id: "luong-translator.tatoeba", hash: "d773973fc5e06965" },
  },
};
