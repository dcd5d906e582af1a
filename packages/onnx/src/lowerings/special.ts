import type { AttributesOf, Lowering } from "../lowering.js";

/** Nothing is left of an identity: its value is that of its input. */
export const stopGradient: Lowering = (context) => context.storedInput(0);

/** The first inputs are the values; what receives the gradients plays no part any more. */
export const customGradient: Lowering<AttributesOf<"customGradient">> = (context) =>
  Array.from({ length: context.attributes.outputs }, (_, index) => context.storedInput(index));
