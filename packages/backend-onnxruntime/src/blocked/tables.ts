import type { PrimitiveName } from "@blockzoo/core";
import type { CompositeLowerings, Lowering, Lowerings } from "@blockzoo/onnx";
import { multipliedChannels, normalizedChannels, scaledChannels, summedChannels } from "./channels.js";
import { blockedConvolution } from "./convolution.js";
import { elementwise } from "./elementwise.js";
import { blockedFilterGradient } from "./filter-gradient.js";
import { BlockedFilters } from "./filters.js";
import { BlockedLayout } from "./layout.js";
import { pointwiseFilterGradient } from "./pointwise-gradient.js";
import { blockedTransposedConvolution } from "./transposed-convolution.js";

/** How a provider writes graphs. */
export interface Tables {
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
  const own = (name: string): Lowering => composites[name] ?? ((context) => context.decompose());
  return {
    lowerings: {
      ...lowerings,
      conv,
      convTranspose: blockedTransposedConvolution(layout, filters),
      add: elementwise(layout, lowerings.add),
      mul: scaledChannels(layout, elementwise(layout, lowerings.mul)),
      relu: elementwise(layout, lowerings.relu),
      reduceSum: summedChannels(layout, lowerings.reduceSum),
    },
    composites: {
      ...composites,
      flippedConv,
      convFilterGradient: pointwiseFilterGradient(layout, blockedFilterGradient(layout)),
      reluGradient: elementwise(layout, own("reluGradient")),
      batchNorm: normalizedChannels(layout, own("batchNorm")),
      channelProduct: multipliedChannels(layout, own("channelProduct")),
    },
  };
}
