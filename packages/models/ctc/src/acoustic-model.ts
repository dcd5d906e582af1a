/**
 * A recurrent network that is trained by connectionist temporal classification: it reads frames of sound and says at each
 * step which label it hears, or nothing new.
 *
 * A. Graves, S. Fernández, F. Gomez, J. Schmidhuber, "Connectionist Temporal Classification: Labelling Unsegmented Sequence
 * Data with Recurrent Neural Networks", 2006.
 *
 * Notation: x [N, T, bands] are frames, T' the steps that are left, V the labels and the blank, which is class 0.
 *
 * Deviations: the paper's network is a bidirectional LSTM on the frames themselves, with peepholes. Here none has peepholes,
 * and where `channels` says so two convolutions of width 5 and stride 2 come first (as in D. Amodei et al., "Deep Speech 2",
 * 2016, arXiv 1512.02595, section 3.2), so that the recurrent net runs over a quarter of the steps.
 */
import {
  Block,
  check,
  Conv1d,
  describeType,
  lengthMask,
  lengthsAfter,
  Linear,
  LSTM,
  mul,
  relu,
  transpose,
  unsqueeze,
  type Tensor,
} from "@blockzoo/core";

const window = { kernel: 5, stride: 2, padding: 2 };

/**
 * Two convolutions of width 5 and stride 2 along the time: `[N, T, bands] -> [N, ⌈⌈T / 2⌉ / 2⌉, channels]`. Before
 * each of them padding becomes 0, so that a sequence gives what it gives alone.
 */
class TimeSubsampling extends Block {
  readonly conv1: Conv1d;
  readonly conv2: Conv1d;

  constructor(bands: number, channels: number) {
    super();
    const { kernel, ...options } = window;
    this.conv1 = new Conv1d(bands, channels, kernel, options);
    this.conv2 = new Conv1d(channels, channels, kernel, options);
  }

  forward(x: Tensor, lengths: Tensor): Tensor {
    const first = relu(this.conv1.forward(withoutPadding(transpose(x, [0, 2, 1]), lengths)));
    const second = relu(this.conv2.forward(withoutPadding(first, lengthsAfter(lengths, window))));
    return transpose(second, [0, 2, 1]);
  }

  outputLengths(lengths: Tensor): Tensor {
    return lengthsAfter(lengthsAfter(lengths, window), window);
  }
}

/** Maps `[N, C, T]` with 0 for padding. */
function withoutPadding(x: Tensor, lengths: Tensor): Tensor {
  return mul(x, unsqueeze(lengthMask(lengths, x.shape[2]!), [1]));
}

export interface AcousticModelOptions {
  /** The numbers of a frame. */
  readonly bands: number;
  /** The labels and the blank. */
  readonly classes: number;
  /** The units of each direction of the recurrent net. */
  readonly hidden: number;
  /** The channels of the convolutions that take a step of four; without them the recurrent net reads the frames. */
  readonly channels?: number;
}

/** What a network says at each step that it has left, and how many steps that is. */
export type StepScores = {
  /** Scores of blank and labels: `[N, T', V]`. */
  readonly logits: Tensor;
  /** How many of the T' steps are real, of each sequence: int32 `[N]`. */
  readonly steps: Tensor;
};

/**
 * Scores of labels and blank at each step that is left.
 *
 * Shapes: x `[N, T, bands]` and lengths int32 `[N]`, how many steps of each are real, give logits `[N, T', V]` and steps int32
 * `[N]`; T' is T, or ⌈⌈T / 2⌉ / 2⌉ with convolutions. What a sequence gives does not depend on its padding.
 *
 * @example
 * const model = new AcousticModel({ bands: 40, classes: 11, hidden: 96, channels: 96 });
 * const { logits, steps } = model.forward(x, lengths);
 * ctcLoss(logits, y, { inputLengths: steps, labelLengths })
 */
export class AcousticModel extends Block {
  readonly subsampling: TimeSubsampling | undefined;
  readonly lstm: LSTM;
  readonly classifier: Linear;

  constructor({ bands, classes, hidden, channels }: AcousticModelOptions) {
    super();
    this.subsampling = channels === undefined ? undefined : new TimeSubsampling(bands, channels);
    this.lstm = new LSTM(channels ?? bands, hidden, { bidirectional: true });
    this.classifier = new Linear(2 * hidden, classes);
  }

  forward(x: Tensor, lengths: Tensor): StepScores {
    check(x.rank === 3, () => `expects frames [N, T, bands], got x ${describeType(x)}`);
    const steps = this.stepsOf(lengths);
    const frames = transpose(this.subsampling?.forward(x, lengths) ?? x, [1, 0, 2]);
    const { output } = this.lstm.forward(frames, { lengths: steps });
    return { logits: transpose(this.classifier.forward(output), [1, 0, 2]), steps };
  }

  /** How many steps are left of so many frames: int32 `[N]` gives int32 `[N]`. */
  stepsOf(lengths: Tensor): Tensor {
    return this.subsampling?.outputLengths(lengths) ?? lengths;
  }
}
