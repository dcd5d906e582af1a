import { customRuleOf } from "../custom-gradient.js";
import type { GradientRules } from "./rule.js";

export const specialRules = {
  stopGradient: "flat",
  customGradient: (context) => customRuleOf(context.outputs[0]!.node)(context),
} satisfies Partial<GradientRules>;
