import type { CompositeLowering } from "./lowering.js";
import { convFilterGradient } from "./lowerings/convolution-gradient.js";
import { averagePoolGradient, maxPoolGradient } from "./lowerings/pooling-gradient.js";

/** Composites for which a device may have a way of its own. */
export const compositeLowerings: Readonly<Record<string, CompositeLowering>> = {
  convFilterGradient,
  averagePoolGradient,
  maxPoolGradient,
};
