import { check, checkOptions, type OptionNames, type RandomStream } from "@blockzoo/core";
import { bilinear, nearest, resampleAffine } from "../resample.js";
import { redrawn, type Augmentation, type ImageSample } from "./augment.js";

/** What stands where the image has nothing. */
export interface FillOptions {
  /** In images. Default 0. */
  readonly fill?: number;
  /** In masks. Default 0. */
  readonly maskFill?: number;
}

const fillOptionNames: OptionNames<FillOptions> = { fill: true, maskFill: true };

function fillOf(sample: ImageSample, { fill = 0, maskFill = 0 }: FillOptions): number {
  return sample.kind === "image" ? fill : maskFill;
}

export interface RandomCropOptions extends FillOptions {
  /** Rows and columns that are added on each side before. Default 0. */
  readonly padding?: number;
  /** Height and width of what is cut out; the size of the image by default. */
  readonly size?: number | readonly [height: number, width: number];
}

/**
 * Cuts a window out of the image at a random place, all places being equally likely: `[C, H, W] -> [C, size, size]`.
 *
 * A. Krizhevsky, I. Sutskever, G. E. Hinton, 2012, section 4.1; with padding, K. He et al., 2015, arXiv 1512.03385,
 * section 4.2.
 *
 * Useful for: what shall not depend on its place.
 *
 * @example randomCrop({ padding: 4 })   // CIFAR: 32x32 out of 40x40
 */
export function randomCrop(options: RandomCropOptions = {}): Augmentation {
  checkOptions("randomCrop", options, { ...fillOptionNames, padding: true, size: true });
  const { padding = 0, size } = options;
  check(Number.isInteger(padding) && padding >= 0, () => `randomCrop: the padding must be 0 or more, got ${padding}`);
  return (stream) => {
    // Shares of the room there is: arrays of a sample may differ in size.
    const [down, right] = [stream.uniform(), stream.uniform()];
    return (sample) => {
      const [height, width] = typeof size === "number" ? [size, size] : (size ?? [sample.height, sample.width]);
      const room = [sample.height + 2 * padding - height, sample.width + 2 * padding - width] as const;
      check(
        room[0] >= 0 && room[1] >= 0,
        () =>
          `randomCrop: cannot cut ${height}x${width} out of ${sample.height}x${sample.width} with a padding of ${padding}`,
      );
      const top = Math.floor(down * (room[0] + 1)) - padding;
      const left = Math.floor(right * (room[1] + 1)) - padding;
      return redrawn(sample, { height, width }, (target, source) => {
        target.fill(fillOf(sample, options));
        const first = Math.max(0, left);
        const end = Math.min(sample.width, left + width);
        for (let row = Math.max(0, top); row < Math.min(sample.height, top + height); row++) {
          const from = row * sample.width;
          if (first < end) target.set(source.subarray(from + first, from + end), (row - top) * width + first - left);
        }
      });
    };
  };
}

export interface FlipOptions {
  /** Default 0.5. */
  readonly probability?: number;
}

/**
 * Mirrors left and right, with a probability: `y[.., c] = x[.., W - 1 - c]`.
 *
 * A. Krizhevsky, I. Sutskever, G. E. Hinton, 2012, section 4.1.
 *
 * Useful for: photographs; not for digits and letters.
 *
 * @example horizontalFlip()
 */
export function horizontalFlip(options: FlipOptions = {}): Augmentation {
  checkOptions("horizontalFlip", options, { probability: true });
  return flip(options, ({ width }, row, column) => row * width + width - 1 - column);
}

/**
 * Mirrors top and bottom, with a probability: `y[.., r, c] = x[.., H - 1 - r, c]`.
 *
 * A. Krizhevsky, I. Sutskever, G. E. Hinton, 2012, section 4.1, there left and right.
 *
 * Useful for: pictures without an above, such as those from a microscope or an aeroplane.
 *
 * @example verticalFlip({ probability: 1 })
 */
export function verticalFlip(options: FlipOptions = {}): Augmentation {
  checkOptions("verticalFlip", options, { probability: true });
  return flip(options, ({ height, width }, row, column) => (height - 1 - row) * width + column);
}

function flip(
  { probability = 0.5 }: FlipOptions,
  from: (size: Pick<ImageSample, "height" | "width">, row: number, column: number) => number,
): Augmentation {
  check(probability >= 0 && probability <= 1, () => `a flip needs a probability from 0 to 1, got ${probability}`);
  return (stream) => {
    const isFlipped = stream.uniform() < probability;
    return (sample) => {
      if (!isFlipped) return sample;
      return redrawn(sample, sample, (target, source) => {
        for (let index = 0; index < target.length; index++) {
          target[index] = source[from(sample, Math.floor(index / sample.width), index % sample.width)]!;
        }
      });
    };
  };
}

/** Drawn uniformly between two numbers; one number is that far to either side of 0. */
type Interval = number | readonly [low: number, high: number];

export interface RandomAffineOptions extends FillOptions {
  /** Degrees, from the x axis to the y axis, which points down. Default 0. */
  readonly rotation?: Interval;
  /** Columns moved for each row. Default 0. */
  readonly shear?: Interval;
  /** The size of what is seen, 1 for as it is. Default `[1, 1]`. */
  readonly scale?: readonly [low: number, high: number];
  /** Of the height and the width, to either side of where it is. Default 0. */
  readonly shift?: Interval;
}

/**
 * Turns, shears, scales and shifts about the centre by random amounts: the image is read where the inverse of the map puts
 * each pixel, between its pixels by bilinear weights; masks at the nearest pixel.
 *
 * P. Y. Simard, D. Steinkraus, J. C. Platt, "Best Practices for Convolutional Neural Networks Applied to Visual Document
 * Analysis", 2003, section 2.
 *
 * Useful for: writing, and what is seen from different sides and distances.
 *
 * @example randomAffine({ rotation: 15, scale: [0.9, 1.1], shift: 0.1 })
 */
export function randomAffine(options: RandomAffineOptions = {}): Augmentation {
  checkOptions("randomAffine", options, {
    ...fillOptionNames,
    rotation: true,
    shear: true,
    scale: true,
    shift: true,
  });
  const { rotation = 0, shear = 0, scale = [1, 1], shift = 0 } = options;
  check(scale[0] > 0 && scale[0] <= scale[1], () => `randomAffine: the scale must be positive, got [${scale}]`);
  return (stream) => {
    const angle = (draw(stream, rotation) * Math.PI) / 180;
    const [cosine, sine] = [snapped(Math.cos(angle)), snapped(Math.sin(angle))];
    const pose = { cosine, sine, shear: draw(stream, shear), factor: 1 / draw(stream, scale) };
    const [down, right] = [draw(stream, shift), draw(stream, shift)];
    return (sample) => {
      const { height, width } = sample;
      const [middleY, middleX] = [(height - 1) / 2 + down * height, (width - 1) / 2 + right * width];
      const how = { sampler: sample.kind === "image" ? bilinear : nearest, outside: fillOf(sample, options) };
      return redrawn(sample, sample, (target, source) =>
        resampleAffine(
          { data: source, height, width },
          { data: target, height, width, y: (row) => row - middleY, x: (column) => column - middleX },
          pose,
          how,
        ),
      );
    };
  };
}

function draw(stream: RandomStream, range: Interval): number {
  const [low, high] = typeof range === "number" ? [-range, range] : range;
  return stream.uniform(low, high);
}

/** A right angle reads pixels where they are, not a rounding error beside them. */
function snapped(value: number): number {
  const whole = Math.round(value);
  return Math.abs(value - whole) < 1e-15 ? whole : value;
}
