/** Recurrent nets take time first, batches come samples first. */
import { iota, less, reshape, slice, squeeze, transpose, type Dimension, type Tensor } from "@blockzoo/core";

/** Exchanges samples and time: `[N, T, ...] -> [T, N, ...]`, and back. */
export function timeFirst(x: Tensor): Tensor {
  return transpose(x, [1, 0, ...x.shape.slice(2).map((_, axis) => axis + 2)]);
}

/** Scores of tokens `[T, N, V]` with the tokens where classes are: `[N, V, T]`. */
export function classesSecond(scores: Tensor): Tensor {
  return transpose(scores, [1, 2, 0]);
}

/** Which places of a source are real, for any number of queries: lengths int32 `[N]` give bool `[N, 1, S]`. */
export function realPlaces(lengths: Tensor, places: Dimension): Tensor {
  return less(iota(places), reshape(lengths, [lengths.shape[0]!, 1, 1]));
}

/** The state of one layer, `[N, H]`, of that of all, `[layers, N, H]`. */
export function layerOf(state: Tensor, layer: number): Tensor {
  return squeeze(slice(state, { axes: [0], starts: [layer], ends: [layer + 1] }), [0]);
}
