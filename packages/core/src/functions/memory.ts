import { numeric, type Dimension } from "../dimensions.js";
import { check } from "../errors.js";
import { add, div, mul, pow, sqrt, square, sub } from "../ops/elementwise.js";
import { matMul } from "../ops/matmul.js";
import { reduceMax, reduceSum } from "../ops/reduce.js";
import { concat, reshape, slice, split, unsqueeze } from "../ops/shape.js";
import { stopGradient } from "../ops/special.js";
import { describeType, type Tensor } from "../tensor.js";
import { softmax } from "./activations.js";

// Shapes: N samples, H heads, S slots of the memory, W values a slot, K shifts.

/** Below the square of any vector that matters; keeps the gradient of a length at zero finite. */
const epsilon = 1e-12;

/**
 * Addressing by content: how much each slot is like a key, `softmax_i(β cos(k, M_i))`. Memory `[N, S, W]`, key `[N, H, W]`,
 * strength β `[N, H]`; gives weights `[N, H, S]`. With learned addresses in the first columns of the memory, as in the
 * D-NTM (Gulcehre et al. 2016, arXiv 1607.00036, section 2), it is addressing by place as well.
 *
 * A. Graves, G. Wayne, I. Danihelka, "Neural Turing Machines", 2014, arXiv 1410.5401, section 3.3.1, equations 5 and 6.
 *
 * Useful for: finding what was stored by a part of it.
 *
 * @example contentWeights(memory, key, softplus(strength))
 */
export function contentWeights(memory: Tensor, key: Tensor, strength: Tensor): Tensor {
  check(
    memory.rank === 3 && key.rank === 3 && memory.shape[2] === key.shape[2],
    () =>
      `contentWeights expects memory [N, S, W] and key [N, H, W], got ${describeType(memory)}, ${describeType(key)}`,
  );
  const products = matMul(key, memory, { transposeB: true });
  const lengths = mul(lengthsOf(key, [2]), lengthsOf(memory, [1]));
  return softmax(mul(div(products, lengths), unsqueeze(strength, [2])));
}

/** The lengths of the vectors along the last axis, with an axis more at the end or before it. */
function lengthsOf(x: Tensor, axes: readonly number[]): Tensor {
  return unsqueeze(sqrt(add(reduceSum(square(x), { axes: [2] }), epsilon)), axes);
}

/**
 * Between this step's content and the last step's place: `g w_content + (1 - g) w_previous`. Weights `[N, H, S]`, gate g
 * `[N, H]` from 0 to 1. A gate of 0 ignores the content, and what follows is addressing by place alone.
 *
 * A. Graves et al., 2014, arXiv 1410.5401, section 3.3.2, equation 7.
 *
 * Useful for: going on from where a head stood.
 *
 * @example interpolateWeights(content, previous, sigmoid(gate))
 */
export function interpolateWeights(content: Tensor, previous: Tensor, gate: Tensor): Tensor {
  return add(previous, mul(unsqueeze(gate, [2]), sub(content, previous)));
}

/**
 * Moves weights around the ring of slots: `w'(i) = Σ_o s(o) w(i - o mod S)`, a circular convolution. Weights `[N, H, S]`,
 * shift `[N, H, K]` with odd K: the share of each offset from `-(K - 1) / 2` to `(K - 1) / 2`.
 *
 * A. Graves et al., 2014, arXiv 1410.5401, section 3.3.2, equation 8.
 *
 * Useful for: reading a memory in order, one slot after the other.
 *
 * @example shiftWeights(weights, tensor([[[0, 0, 1]]]))   // to the next slot
 */
export function shiftWeights(weights: Tensor, shift: Tensor): Tensor {
  const slots = numeric(weights.shape.at(-1)!, "shiftWeights");
  const offsets = numeric(shift.shape.at(-1)!, "shiftWeights");
  check(
    offsets % 2 === 1 && offsets <= slots,
    () => `shiftWeights expects an odd number of shifts of at most ${slots} slots, got shift ${describeType(shift)}`,
  );
  return split(shift, { axis: 2, parts: offsets })
    .map((share, index) => mul(rotate(weights, index - (offsets - 1) / 2, slots), share))
    .reduce((sum, term) => add(sum, term));
}

/** What stands in slot i stands in slot i + offset then. */
function rotate(weights: Tensor, offset: number, slots: number): Tensor {
  const cut = (slots - offset) % slots;
  if (cut === 0) return weights;
  const last = slice(weights, { axes: [2], starts: [cut] });
  return concat([last, slice(weights, { axes: [2], starts: [0], ends: [cut] })], 2);
}

/**
 * Makes weights that a shift has blurred sharp again: `w_i^γ / Σ_j w_j^γ`. Weights `[N, H, S]`, exponent γ `[N, H]` of at
 * least 1; a γ of 1 changes nothing, a great one leaves the greatest alone.
 *
 * A. Graves et al., 2014, arXiv 1410.5401, section 3.3.2, equation 9.
 *
 * Useful for: keeping a place over many steps.
 *
 * @example sharpenWeights(shifted, add(softplus(exponent), 1))
 */
export function sharpenWeights(weights: Tensor, exponent: Tensor): Tensor {
  // Relative to the greatest, which changes nothing but the range: small numbers to a great power would all be 0.
  const largest = stopGradient(reduceMax(weights, { axes: [2], keepDimensions: true }));
  const powers = pow(div(weights, largest), unsqueeze(exponent, [2]));
  return div(powers, reduceSum(powers, { axes: [2], keepDimensions: true }));
}

/**
 * What heads read: `r = Σ_i w(i) M(i)`. Memory `[N, S, W]`, weights `[N, H, S]`; gives `[N, H, W]`.
 *
 * A. Graves et al., 2014, arXiv 1410.5401, section 3.1, equation 2.
 *
 * Useful for: reading a table in a way that can be learnt.
 *
 * @example readMemory(memory, weights)
 */
export function readMemory(memory: Tensor, weights: Tensor): Tensor {
  return matMul(weights, memory);
}

/** What each write head does where it stands, each `[N, H, W]`. */
export interface MemoryWrite {
  /** How much is wiped of each value, from 0 to 1. */
  readonly erase: Tensor;
  readonly add: Tensor;
}

/**
 * The memory after its heads have erased and then added: `M(i) Π_h (1 - w_h(i) e_h) + Σ_h w_h(i) a_h`, in which the order
 * of the heads does not matter. Memory `[N, S, W]`, weights `[N, H, S]`.
 *
 * A. Graves et al., 2014, arXiv 1410.5401, section 3.2, equations 3 and 4.
 *
 * Useful for: keeping what must be found again later.
 *
 * @example writeMemory(memory, weights, { erase: sigmoid(e), add: a })
 */
export function writeMemory(memory: Tensor, weights: Tensor, write: MemoryWrite): Tensor {
  const heads = numeric(weights.shape[1]!, "writeMemory");
  const column: Dimension[] = [weights.shape[0]!, weights.shape[2]!, 1];
  const weightsOf = split(weights, { axis: 1, parts: heads });
  const erased = split(write.erase, { axis: 1, parts: heads }).reduce(
    (kept, erase, head) => mul(kept, sub(1, mul(reshape(weightsOf[head]!, column), erase))),
    memory,
  );
  return add(erased, matMul(weights, write.add, { transposeA: true }));
}
