// Made by blockzoo make-weights: do not edit.
export const files = {
  "ctc-digits.fsdd": {
    url: new URL("./ctc-digits.fsdd.safetensors", import.meta.url),
    sha256: "4f4f469ad91206b590c967dd6b00e498941c094999ae5b3c34af0c4733742f14",
    size: 434574,
    metrics: { labelErrorRate: 0.0468, unheardSpeaker: 0.1199, singleDigit: 0.12 },
    gate: { metric: "labelErrorRate", atMost: 0.06, and: { metric: "unheardSpeaker", atMost: 0.15 } },
    recipe: { id: "ctc-digits.fsdd", hash: "1b6da463d543c260" },
  },
};
