import type { CompositeLowering } from "./lowering.js";

/** Composites for which the device has a way of its own. */
export const compositeLowerings: Readonly<Record<string, CompositeLowering>> = {};
