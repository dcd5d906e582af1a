import { gather, gatherElements, scatterAdd, scatterElementsAdd } from "../../ops/indexing.js";
import type { GradientRules } from "./rule.js";

export const indexingRules = {
  gather: ({ inputs: [x, indices], cotangents: [dy], attributes: { axis } }) => [
    scatterAdd(indices!, dy!, { shape: x!.shape, axis }),
    undefined,
  ],
  scatterAdd: ({ inputs: [indices], cotangents: [dy], attributes: { axis } }) => [
    undefined,
    gather(dy!, indices!, { axis }),
  ],
  gatherElements: ({ inputs: [x, indices], cotangents: [dy], attributes: { axis } }) => [
    scatterElementsAdd(indices!, dy!, { shape: x!.shape, axis }),
    undefined,
  ],
  scatterElementsAdd: ({ inputs: [indices], cotangents: [dy], attributes: { axis } }) => [
    undefined,
    gatherElements(dy!, indices!, { axis }),
  ],
  iota: "flat",
} satisfies Partial<GradientRules>;
