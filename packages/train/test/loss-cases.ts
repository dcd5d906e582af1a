import { gradients, ndarray, tensor, trace, type DType, type Feeds, type Graph, type Tensor } from "@blockzoo/core";
import {
  binaryCrossEntropyWithLogits,
  binaryHinge,
  contrastiveRanking,
  crossEntropy,
  hinge,
  huber,
  marginRanking,
  maximumLikelihoodRbf,
  meanAbsoluteError,
  meanSquaredError,
  smoothL1,
  tripletMargin,
} from "@blockzoo/train";
import golden from "./golden/losses.json" with { type: "json" };

/** By the names in the golden file; the options of one are none of another's. */
const losses: Readonly<Record<string, unknown>> = {
  binaryCrossEntropyWithLogits,
  binaryHinge,
  contrastiveRanking,
  crossEntropy,
  hinge,
  huber,
  marginRanking,
  maximumLikelihoodRbf,
  meanAbsoluteError,
  meanSquaredError,
  smoothL1,
  tripletMargin,
};

/** A loss of PyTorch's golden values as a graph with its gradient, and what to feed. */
export interface LossCase {
  readonly title: string;
  readonly graph: Graph;
  readonly feeds: Feeds;
  readonly value: number;
  readonly gradient: readonly number[];
}

export const lossCases: readonly LossCase[] = golden.map(({ loss, options, x, others, mask, value, gradient }) => {
  const arrays = [x, ...others].map(({ data, shape, ...rest }) =>
    ndarray(data, shape, ("dtype" in rest ? rest.dtype : "float32") as DType),
  );
  const feeds = Object.fromEntries(arrays.map((array, index) => [`x${index}`, array]));
  const graph = trace((inputs) => {
    const tensors = Object.values(inputs);
    const masked = mask && { mask: tensor(ndarray(mask.data, mask.shape)) };
    const compute = losses[loss] as (...parts: unknown[]) => Tensor;
    const computed = compute(...tensors, { ...options, ...masked });
    return { value: computed, gradient: gradients(computed, [tensors[0]!])[0]! };
  }, feeds);
  const about = mask ? ` with a mask [${mask.shape}]` : "";
  return { title: `${loss} of [${x.shape}] ${JSON.stringify(options)}${about}`, graph, feeds, value, gradient };
});
