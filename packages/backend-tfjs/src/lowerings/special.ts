import type { AttributesOf, Lowering } from "../lowering.js";

export const stopGradient: Lowering = (context) => context.input(0);

export const customGradient: Lowering<AttributesOf<"customGradient">> = (context) =>
  context.inputs().slice(0, context.attributes.outputs);
