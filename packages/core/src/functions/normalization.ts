import { customGradient } from "../autodiff/custom-gradient.js";
import { currentBuilder, type TensorLike } from "../graph/builder.js";
import { composite } from "../graph/composite.js";
import { add, div, mul, sqrt, sub } from "../ops/elementwise.js";
import { reduceMean, reduceSum } from "../ops/reduce.js";
import { expand, reshape } from "../ops/shape.js";
import type { Tensor } from "../tensor.js";
import { axesOfChannels, channelProduct, valuesPerChannel } from "./channels.js";

const batchNormComposite = composite<{ readonly epsilon: number }>(
  "batchNorm",
  ([x, weight, bias, mean, variance], { epsilon }) => {
    const scale = div(weight!, sqrt(add(variance!, epsilon)));
    const shift = sub(bias!, mul(mean!, scale));
    return add(mul(x!, channels(scale, x!)), channels(shift, x!));
  },
);

/**
 * Normalises each channel, axis 1, with given statistics, then scales and shifts. In training, the statistics are those of
 * the batch: see {@link BatchNorm2d}. Composite "batchNorm".
 *
 * Formula: `y = weight (x - mean) / √(variance + ε) + bias`
 *
 * Shapes: `[N, C, ...] -> [N, C, ...]`; all four parts [C]
 *
 * Reference: Ioffe & Szegedy 2015, "Batch normalization", arXiv 1502.03167, algorithm 2.
 *
 * Useful for: inference with statistics that training has recorded.
 *
 * @example batchNorm(x, { weight, bias, mean, variance })
 */
export function batchNorm(
  x: Tensor,
  parts: { weight: TensorLike; bias: TensorLike; mean: TensorLike; variance: TensorLike },
  options: { readonly epsilon?: number } = {},
): Tensor {
  const { weight, bias, mean, variance } = parts;
  return batchNormComposite([x, weight, bias, mean, variance], { epsilon: options.epsilon ?? 1e-5 });
}

/** A vector of channels, shaped so that it broadcasts along axis 1 of `x`. */
function channels(vector: Tensor, x: Tensor): Tensor {
  return reshape(
    vector,
    x.shape.map((_, axis) => (axis === 1 ? vector.shape[0]! : 1)),
  );
}

const layerNormComposite = composite<{ readonly axis: number; readonly epsilon: number }>(
  "layerNorm",
  ([x, weight, bias], { axis, epsilon }) => {
    const axes = x!.shape.map((_, index) => index).slice(axis);
    const centred = sub(x!, reduceMean(x!, { axes, keepDimensions: true }));
    const variance = reduceMean(mul(centred, centred), { axes, keepDimensions: true });
    return add(mul(div(centred, sqrt(add(variance, epsilon))), weight!), bias!);
  },
);

/**
 * Normalises every sample over its axes from `axis` on, the last by default, then scales and shifts. Composite "layerNorm".
 *
 * Formula: `y = weight (x - mean) / √(variance + ε) + bias`, statistics over the axes from `axis` on
 *
 * Shapes: `[...] -> [...]`; `weight` and `bias` have the shape of the normalised axes
 *
 * Reference: Ba, Kiros & Hinton 2016, "Layer normalization", arXiv 1607.06450.
 *
 * Useful for: recurrent nets and transformers, whose batches and lengths vary.
 *
 * @example layerNorm(x, { weight, bias })
 */
export function layerNorm(
  x: Tensor,
  parts: { weight: TensorLike; bias: TensorLike },
  options: { readonly axis?: number; readonly epsilon?: number } = {},
): Tensor {
  const axis = options.axis ?? -1;
  const attributes = { axis: axis < 0 ? axis + x.rank : axis, epsilon: options.epsilon ?? 1e-5 };
  return layerNormComposite([x, parts.weight, parts.bias], attributes);
}

/** What batch normalisation in training returns: the output and the statistics of the batch. */
export interface BatchStatistics {
  readonly output: Tensor;
  readonly mean: Tensor;
  /** The biased variance, over `N * spatial` values. */
  readonly variance: Tensor;
}

/**
 * Batch normalisation with the statistics of the batch. The gradient is written out,
 * since it needs fewer passes over the activations than differentiating the forward does: with `n` values a channel,
 * `x̂ = (x - mean) / deviation`, it is `dx = weight / deviation * (dy - mean(dy) - x̂ mean(dy x̂))`. It can itself be
 * differentiated, as can the statistics. The composite is "batchNormTraining".
 *
 * Formula: `y = weight (x - mean) / √(variance + ε) + bias`, statistics over batch and space
 *
 * Shapes: `[N, C, ...] -> output [N, C, ...], mean [C], variance [C]`
 *
 * Reference: Ioffe & Szegedy 2015, "Batch normalization", arXiv 1502.03167, algorithm 1.
 *
 * Useful for: blocks that normalise in training with rules of their own for what they record.
 *
 * @example const { output, mean, variance } = batchNormTraining(x, { weight, bias });
 */
export function batchNormTraining(
  x: Tensor,
  parts: { weight: TensorLike; bias: TensorLike },
  options: { readonly epsilon?: number } = {},
): BatchStatistics {
  const epsilon = options.epsilon ?? 1e-5;
  const builder = currentBuilder("batchNormTraining(...)");
  const inputs = builder.adoptAll([x, parts.weight, parts.bias]);
  const axes = axesOfChannels(x);
  let values: readonly Tensor[] = [];
  builder.inRegion("batchNormTraining", inputs, { epsilon }, () => {
    values = customGradient(
      inputs,
      ([source, weight, bias]) => {
        const mean = reduceMean(source!, { axes });
        const centred = sub(source!, channels(mean, source!));
        const variance = reduceMean(mul(centred, centred), { axes });
        const scale = div(weight!, sqrt(add(variance, epsilon)));
        const shift = sub(bias!, mul(mean, scale));
        return [add(mul(source!, channels(scale, source!)), channels(shift, source!)), mean, variance];
      },
      ([dy, dMean, dVariance], [source, weight], [, mean, variance]) => {
        const count = valuesPerChannel(source!);
        const [direct, dWeight, dBias] =
          dy === undefined
            ? []
            : outputCotangents(dy, { x: source!, weight: weight!, mean: mean!, variance: variance! }, epsilon);
        // d variance / dx = 2 (x - mean) / n: what comes through its mean sums up to zero.
        const viaMean = dMean && channels(div(dMean, count), source!);
        const viaVariance =
          dVariance && mul(sub(source!, channels(mean!, source!)), channels(mul(dVariance, 2 / count), source!));
        const shares = [direct, viaVariance, viaMean].filter((share) => share !== undefined);
        return [
          expand(
            shares.reduce((sum, share) => add(sum, share)),
            source!.shape,
          ),
          dWeight,
          dBias,
        ];
      },
    );
    return values;
  });
  const [output, mean, variance] = values as [Tensor, Tensor, Tensor];
  return { output, mean, variance };
}

/**
 * The cotangents of x, weight and bias for that of the output. What x̂ contributes to the first is batch normalisation with the
 * statistics of the batch once more, which runtimes do in one pass.
 */
function outputCotangents(
  dy: Tensor,
  { x, weight, mean, variance }: Readonly<Record<"x" | "weight" | "mean" | "variance", Tensor>>,
  epsilon: number,
): Tensor[] {
  const share = -1 / valuesPerChannel(x);
  const deviation = sqrt(add(variance, epsilon));
  const dBias = reduceSum(dy, { axes: axesOfChannels(x) });
  const dWeight = div(sub(channelProduct(dy, x), mul(dBias, mean)), deviation);
  const statistics = batchNormComposite([x, mul(dWeight, share), mul(dBias, share), mean, variance], { epsilon });
  return [mul(add(dy, statistics), channels(div(weight, deviation), x)), dWeight, dBias];
}
