/**
 * How far a picture is from another in content, and in style.
 *
 * L. A. Gatys, A. S. Ecker, M. Bethge, "A Neural Algorithm of Artistic Style", arXiv 1508.06576, 2015, equations 1 to 7.
 *
 * Notation: F the maps of the picture in one layer, P those of the content image; G and A the Gram matrices of the picture
 * and of the style image; w_l the weight of a layer; α and β those of content and style.
 */
import { add, check, mul, reduceMean, reduceSum, square, sub, type Tensor } from "@blockzoo/core";
import { gramMatrix } from "./gram.js";

/** How much each layer counts, by name. */
export type LayerWeights = Readonly<Record<string, number>>;

/** Tensors of layers, by name. */
export type OfLayers = Readonly<Record<string, Tensor>>;

/**
 * `Σ_l w_l ½ mean (F - P)²`: equation 1 with a mean in the place of the sum, so that its weight means the same for pictures of
 * any size. A scalar, the mean over samples.
 *
 * @param found the layers of the picture
 * @param wanted those of the content image
 */
export function contentLoss(found: OfLayers, wanted: OfLayers, layers: LayerWeights): Tensor {
  return weightedSum(layers, (layer) => {
    const F = found[layer]!;
    const P = wanted[layer]!;
    return mul(reduceMean(square(sub(F, P))), 0.5);
  });
}

/**
 * `Σ_l w_l ¼ Σ_ij (G - A)²`, equations 4 and 5: the norm that the paper has in front of the sum is that of
 * {@link gramMatrix}. A scalar, the mean over samples.
 *
 * @param found the layers of the picture
 * @param wanted the Gram matrices [1 or N, C, C] of the style image
 */
export function styleLoss(found: OfLayers, wanted: OfLayers, layers: LayerWeights): Tensor {
  return weightedSum(layers, (layer) => {
    const G = gramMatrix(found[layer]!);
    const A = wanted[layer]!;
    return mul(reduceMean(reduceSum(square(sub(G, A)), { axes: [1, 2] })), 0.25);
  });
}

/** The Gram matrix of each layer. */
export function gramMatrices(found: OfLayers): OfLayers {
  return Object.fromEntries(Object.entries(found).map(([layer, maps]) => [layer, gramMatrix(maps)]));
}

function weightedSum(layers: LayerWeights, lossOf: (layer: string) => Tensor): Tensor {
  const terms = Object.entries(layers).map(([layer, weight]) => mul(lossOf(layer), weight));
  check(terms.length > 0, () => "a loss needs at least one layer");
  return terms.reduce((sum, term) => add(sum, term));
}
