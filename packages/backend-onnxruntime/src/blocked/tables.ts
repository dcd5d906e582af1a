import type { PrimitiveName } from "@blockzoo/core";
import type { CompositeLowerings, Lowerings } from "@blockzoo/onnx";
import { blockedConvolution } from "./convolution.js";
import { blockedFilterGradient } from "./filter-gradient.js";
import { BlockedFilters } from "./filters.js";
import { BlockedLayout } from "./layout.js";
import { blockedTransposedConvolution } from "./transposed-convolution.js";

/** How a provider writes graphs. */
interface Tables {
  readonly lowerings: Lowerings<PrimitiveName>;
  readonly composites: CompositeLowerings;
}

/**
 * A provider's tables with rows that compute in blocks of channels. They are of one model, whose tensors they keep account of.
 *
 * @param block channels of a block, as this machine has them
 */
export function blockedTables(block: number, { lowerings, composites }: Tables): Tables {
  const layout = new BlockedLayout(block);
  const filters = new BlockedFilters(layout);
  const { conv, flippedConv } = blockedConvolution(layout, filters);
  const convTranspose = blockedTransposedConvolution(layout, filters);
  return {
    lowerings: { ...lowerings, conv, convTranspose },
    composites: { ...composites, flippedConv, convFilterGradient: blockedFilterGradient(layout) },
  };
}
