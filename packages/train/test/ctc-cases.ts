import { gradients, mul, ndarray, reduceSum, tensor, trace, type Feeds, type Graph } from "@blockzoo/core";
import { ctcLoss, type CtcLossOptions } from "@blockzoo/train";
import golden from "./golden/ctc.json" with { type: "json" };

/** PyTorch's losses of a batch as a graph with its gradient, and what to feed. */
export interface CtcCase {
  readonly title: string;
  readonly graph: Graph;
  readonly feeds: Feeds;
  readonly value: readonly number[];
  readonly gradient: readonly number[];
}

export const ctcCases: readonly CtcCase[] = golden.map(({ title, options, logits, value, gradient, ...integers }) => {
  const feeds = {
    logits: ndarray(logits.data, logits.shape),
    labels: ndarray(integers.labels, undefined, "int32"),
    inputLengths: ndarray(integers.inputLengths, undefined, "int32"),
    labelLengths: ndarray(integers.labelLengths, undefined, "int32"),
  };
  const graph = trace(({ logits: scores, labels, inputLengths, labelLengths }) => {
    const loss = ctcLoss(scores, labels, { ...(options as CtcLossOptions), inputLengths, labelLengths });
    // The weights of tooling/golden/ctc.py.
    const weights = tensor(
      ndarray(
        value.map((_, index) => index + 1),
        loss.shape as number[],
      ),
    );
    return { value: loss, gradient: gradients(reduceSum(mul(loss, weights)), [scores])[0]! };
  }, feeds);
  return { title, graph, feeds, value, gradient };
});
