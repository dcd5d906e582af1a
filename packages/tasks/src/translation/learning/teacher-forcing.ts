/**
 * Learning to translate: at each place the network is told the right tokens before it, whatever it would have said itself, and has
 * to say the next one.
 *
 * R. J. Williams, D. Zipser, "A learning algorithm for continually running fully recurrent neural networks", Neural Computation
 * 1(2), 1989, section 5.
 */
import {
  add,
  argMax,
  cast,
  equal,
  gatherElements,
  lengthMask,
  logSoftmax,
  mul,
  neg,
  numeric,
  reduceSum,
  slice,
  squeeze,
  unsqueeze,
  type Block,
  type Tensor,
} from "@blockzoo/core";
import { callGraph, graphDefinition, mainOutput, type Variant } from "@blockzoo/family";
import { crossEntropy } from "@blockzoo/train";

/** Padded pairs, as those of `textPairDataset`: int32 [N, S] and [N, T + 1], the target with its begin and end tokens. */
export interface Pairs {
  readonly source: Tensor;
  readonly sourceLengths: Tensor;
  readonly target: Tensor;
  readonly targetLengths: Tensor;
  /** float32 [N], 0 for what only fills the batch up. */
  readonly mask?: Tensor;
}

/** Logits [N, V, T] behind the tokens before each of the target, and these, int32 [N, T]. */
function forced(variant: Pick<Variant, "graphs">, model: Block, { source, sourceLengths, target }: Pairs) {
  const steps = numeric(target.shape[1]!, "the steps of the target");
  const without = (starts: number, ends: number) => slice(target, { axes: [1], starts: [starts], ends: [ends] });
  const read = callGraph(model, "encode", { source, sourceLengths }) as Readonly<Record<string, Tensor>>;
  const known: Readonly<Record<string, Tensor>> = { sourceLengths, ...read, tokens: without(0, steps - 1) };
  const names = Object.keys(graphDefinition(variant, "decode").input);
  const given = Object.fromEntries(names.map((name) => [name, known[name]!]));
  return { logits: mainOutput(variant, model, given, { name: "decode" }), next: without(1, steps) };
}

/** 1 for each token [N, T] that counts: not for padding, nor for what fills the batch up. */
function counted({ target, targetLengths, mask }: Pairs): Tensor {
  const real = lengthMask(add(targetLengths, -1), numeric(target.shape[1]!, "the steps of the target") - 1);
  return mask === undefined ? real : mul(real, unsqueeze(mask, [1]));
}

/** The mean cross-entropy of the tokens of all targets of a batch, the end token among them. */
export function translationLoss(variant: Pick<Variant, "graphs">, model: Block, pairs: Pairs): Tensor {
  const { logits, next } = forced(variant, model, pairs);
  return crossEntropy(logits, next, { mask: counted(pairs) });
}

/** Of each target float32 [N]: the sum of its tokens' cross-entropies, how many tokens were right, and how many there are. */
export function translationScores(variant: Pick<Variant, "graphs">, model: Block, pairs: Pairs) {
  const { logits, next } = forced(variant, model, pairs);
  const counts = counted(pairs);
  const own = squeeze(gatherElements(logSoftmax(logits, { axis: 1 }), unsqueeze(next, [1]), { axis: 1 }), [1]);
  const right = cast(equal(argMax(logits, { axis: 1 }), next), "float32");
  const summed = (each: Tensor) => reduceSum(mul(each, counts), { axes: [1] });
  return { loss: summed(neg(own)), right: summed(right), tokens: reduceSum(counts, { axes: [1] }) };
}
