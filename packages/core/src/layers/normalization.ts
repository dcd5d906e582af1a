import { Block } from "../blocks/block.js";
import { Buffer, Parameter } from "../blocks/parameter.js";
import { checkOptions } from "../check-options.js";
import { check } from "../errors.js";
import { valuesPerChannel } from "../functions/channels.js";
import { batchNorm, batchNormTraining, layerNorm } from "../functions/normalization.js";
import { isTraining } from "../graph/builder.js";
import { add, mul } from "../ops/elementwise.js";
import { ones, zeros } from "../random/initializers.js";
import { describeType, type Tensor } from "../tensor.js";

export interface BatchNormOptions {
  /** Default 1e-5. */
  readonly epsilon?: number;
  /** The share of a new batch in the running statistics. Default 0.1. */
  readonly momentum?: number;
}

/**
 * Normalises each channel over the batch and space, then scales and shifts. In train mode it uses the statistics of the
 * batch and records them; in eval mode, and inside a frozen block, the recorded.
 *
 * Formula: `y = weight (x - mean_c) / √(variance_c + ε) + bias`; `running = (1 - momentum) running + momentum batch`
 *
 * Shapes: `[N, C, ...] -> [N, C, ...]` with any number of spatial axes; state `weight`, `bias`, `running_mean`,
 * `running_var`, each [C], as in `torch.nn.BatchNorm2d`.
 *
 * Reference: Ioffe & Szegedy 2015, "Batch normalization", arXiv 1502.03167.
 *
 * Useful for: deep convolutional nets, which train faster and with larger steps.
 *
 * @example new Sequential(new Conv2d(3, 64, 3, { bias: false }), new BatchNorm2d(64), relu)
 */
export class BatchNorm2d extends Block {
  readonly weight: Parameter;
  readonly bias: Parameter;
  readonly running_mean: Buffer;
  readonly running_var: Buffer;

  constructor(
    readonly channels: number,
    readonly options: BatchNormOptions = {},
  ) {
    super();
    checkOptions("BatchNorm2d", options, { epsilon: true, momentum: true });
    this.weight = new Parameter([channels], ones());
    this.bias = new Parameter([channels], zeros());
    this.running_mean = new Buffer([channels], zeros());
    this.running_var = new Buffer([channels], ones());
  }

  forward(x: Tensor): Tensor {
    check(x.shape[1] === this.channels, () => `expects ${this.channels} channels, got x ${describeType(x)}`);
    const { weight, bias, running_mean: mean, running_var: variance } = this;
    const epsilon = this.options.epsilon ?? 1e-5;
    if (!isTraining()) return batchNorm(x, { weight, bias, mean, variance }, { epsilon });

    const batch = batchNormTraining(x, { weight, bias }, { epsilon });
    const count = valuesPerChannel(x);
    check(count > 1, () => `expects more than one value a channel in training, got x ${describeType(x)}`);
    this.#record(mean, batch.mean);
    // PyTorch records the unbiased variance, though it normalises with the biased one.
    this.#record(variance, mul(batch.variance, count / (count - 1)));
    return batch.output;
  }

  #record(buffer: Buffer, value: Tensor): void {
    const momentum = this.options.momentum ?? 0.1;
    buffer.update(add(mul(buffer, 1 - momentum), mul(value, momentum)));
  }
}

/** {@link BatchNorm2d} under PyTorch's name for `[N, C]` and `[N, C, L]`: the number of axes makes no difference to it. */
export const BatchNorm1d = BatchNorm2d;
export type BatchNorm1d = BatchNorm2d;

/** {@link BatchNorm2d} under PyTorch's name for `[N, C, D, H, W]`. */
export const BatchNorm3d = BatchNorm2d;
export type BatchNorm3d = BatchNorm2d;

/**
 * Normalises each sample over its last axes, then scales and shifts.
 *
 * Formula: `y = weight (x - mean) / √(variance + ε) + bias`, statistics over the last axes
 *
 * Shapes: `[..., shape] -> [..., shape]`; state `weight`, `bias` of the normalised shape, as in `torch.nn.LayerNorm`.
 *
 * Reference: Ba, Kiros & Hinton 2016, "Layer normalization", arXiv 1607.06450.
 *
 * Useful for: recurrent nets and transformers, whose batches and lengths vary.
 *
 * @example new LayerNorm(64)   // over the last axis of [..., 64]
 */
export class LayerNorm extends Block {
  readonly weight: Parameter;
  readonly bias: Parameter;
  readonly shape: readonly number[];

  constructor(
    shape: number | readonly number[],
    readonly options: { readonly epsilon?: number } = {},
  ) {
    super();
    checkOptions("LayerNorm", options, { epsilon: true });
    this.shape = typeof shape === "number" ? [shape] : shape;
    this.weight = new Parameter(this.shape, ones());
    this.bias = new Parameter(this.shape, zeros());
  }

  forward(x: Tensor): Tensor {
    const axis = x.rank - this.shape.length;
    check(
      this.shape.every((size, index) => x.shape[axis + index] === size),
      () => `expects [..., ${this.shape.join(", ")}], got x ${describeType(x)}`,
    );
    return layerNorm(x, { weight: this.weight, bias: this.bias }, { axis, ...this.options });
  }
}
