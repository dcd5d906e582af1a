import { reduceMean, square, sub } from "@blockzoo/core";
import { drawInputs, graphDefinition, mainOutput, type Drill } from "@blockzoo/family";
import type { ChainDefinition } from "./chain.js";

/** States that a step of the chain brings back. */
export function chainDrill({ state, units }: ChainDefinition): Drill {
  return {
    batch(variant, options) {
      const drawn = drawInputs(graphDefinition(variant, "gibbs"), options);
      const { data, ...type } = drawn[state]!;
      return units[state] === "gaussian" ? drawn : { ...drawn, [state]: { ...type, data: data.map(Math.round) } };
    },
    loss: (variant, model, batch) =>
      reduceMean(square(sub(mainOutput(variant, model, batch, { name: "gibbs" }), batch[state]!))),
  };
}
