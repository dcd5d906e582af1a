// Made by blockzoo make-weights: do not edit.
export const files = {
  "ctc-digits.fsdd": {
    url: new URL("./ctc-digits.fsdd.safetensors", import.meta.url),
    sha256: "a1c2bb3f724f632e30dbd63275fa219be3164ddcc6b8ea1bb1d91713294f440b",
    size: 434574,
    metrics: { labelErrorRate: 0.0425, unheardSpeaker: 0.1147 },
    gate: { metric: "labelErrorRate", atMost: 0.06, and: { metric: "unheardSpeaker", atMost: 0.15 } },
    recipe: { id: "ctc-digits.fsdd", hash: "e1a56311eac7888a" },
  },
};
