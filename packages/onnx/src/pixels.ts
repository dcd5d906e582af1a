import { BlockzooError, check, describeType, type Named, type Shape } from "@blockzoo/core";
import type { NodeAttributes, Scope } from "./scope.js";
import { dataTypes, double, int64, type ConstantValue, type OnnxDType, type Value } from "./values.js";

/** How an image becomes the input of a network: the steps of `@blockzoo/family`'s `ImagePreprocessing`. */
export interface PixelSteps {
  /** What the network takes: 1 for grey, 3 for red, green, blue. */
  readonly channels: 1 | 3;
  /** Height and width that images are scaled to, bilinearly and with antialiasing; or the length of the shorter side. */
  readonly resize: readonly [number, number] | number;
  /** Height and width of the part in the middle that is kept after scaling. Default: all of it. */
  readonly crop?: readonly [number, number];
  /** Black pixels added all around after scaling and cropping. Default 0. */
  readonly pad?: number;
  /** Values 0..255 are divided by 255, then `(x - mean) / deviation` for each channel. */
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
  /** `"bright"`: an image whose border is bright is inverted first. */
  readonly foreground?: "bright";
}

/** Names of the dimensions of an image that the file leaves open; the batch stands before them. */
export const openSizes = ["height", "width", "channels"] as const;

/** @throws BlockzooError where the steps do not lead to what the graph takes */
export function checkPixels(inputs: readonly Named[], steps: PixelSteps): void {
  const { channels, resize, pad = 0, mean, deviation } = steps;
  const kept = keptSize(steps);
  const scaled = typeof resize === "number" ? [resize, resize] : resize;
  check(
    kept.every((size, axis) => size <= scaled[axis]!),
    () =>
      `the preprocessing scales images to ${scaled.join(" x ")}, into which a crop of ${kept.join(" x ")} does not fit`,
  );
  const sizes = [channels, ...kept.map((size) => size + 2 * pad)];
  const [first, ...further] = inputs;
  const fits = first !== undefined && first.tensor.dtype === "float32" && further.length === 0;
  check(
    fits && first.tensor.rank === 4 && sizes.every((size, axis) => first.tensor.shape[axis + 1] === size),
    () =>
      `the preprocessing makes images [N,${sizes}], but the graph takes ` +
      inputs.map(({ name, tensor }) => `${name} ${describeType(tensor)}`).join(", "),
  );
  check(
    mean.length === channels && deviation.length === channels,
    () => `the preprocessing has ${mean.length} means and ${deviation.length} deviations for ${channels} channels`,
  );
}

/**
 * Height and width of what is left of an image after scaling and cropping.
 *
 * @throws BlockzooError where that depends on the image
 */
export function keptSize({ resize, crop }: Pick<PixelSteps, "resize" | "crop">): readonly [number, number] {
  if (crop !== undefined) return crop;
  if (typeof resize !== "number") return resize;
  throw new BlockzooError(
    `the preprocessing scales the shorter side to ${resize} and crops nothing: images of all sizes cannot be one batch`,
  );
}

/**
 * Writes the preprocessing of images as nodes. All arithmetic is on whole numbers that the element type holds exactly
 * (float32 up to 2^24 for colours, double beyond), with PIL's rounding, so that the result does not depend on the runtime.
 *
 * @param image uint8 [N, height, width, channels], all sizes open; 1 to 4 values a pixel: grey; grey, alpha; red, green,
 * blue; red, green, blue, alpha
 * @returns float32 [N, channels, height, width] as the network takes it
 */
export function preparePixels(scope: Scope, image: Value, steps: PixelSteps): Value {
  const write = new PixelWriter(scope, image.shape[0]!);
  const colour = write.planes(write.onWhite(image));
  const grey = steps.channels === 1 || steps.foreground !== undefined ? write.grey(colour) : undefined;
  const opaque = steps.channels === 1 ? grey! : colour;
  const oriented = steps.foreground === "bright" ? write.brightOnDark(opaque, grey!) : opaque;
  return write.normalized(write.resized(oriented, steps), steps);
}

/** Bits behind the binary point of the weights of a resize, as PIL has them for 8-bit images. */
const precision = 2 ** 22;

/** Luma of ITU-R 601 in 16 bits, PIL's mode "L". Its sum is 65536, so that grey as three equal colours stays what it is. */
const luma = { weights: [19595, 38470, 7471], half: 32768, one: 65536 } as const;

class PixelWriter {
  readonly #scope: Scope;
  readonly #batch: Shape[number];

  constructor(scope: Scope, batch: Shape[number]) {
    this.#scope = scope;
    this.#batch = batch;
  }

  /** Lays transparent images on white paper. What has no alpha gets an opaque one. [N, H, W, C] to float32 [N, H, W, 1 or 3] */
  onWhite(image: Value): Value {
    const [height, width] = openSizes;
    const rows = [this.#batch, height, width] as const;
    const sizes = this.#op("Shape", [image], ["int64", [4]]);
    const channels = this.#op("Gather", [sizes, this.#ints([3])], ["int64", [1]]);
    // 1 and 2 values are one colour, 3 and 4 are three.
    const odd = this.#op("Mod", [channels, this.#ints([2])], ["int64", [1]]);
    const before = this.#op("Sub", [channels, this.#ints([1])], ["int64", [1]]);
    const colours = this.#op("Add", [before, odd], ["int64", [1]]);
    const behind = this.#op("Add", [colours, this.#ints([1])], ["int64", [1]]);
    const around = this.#op("Slice", [sizes, this.#ints([0]), this.#ints([3])], ["int64", [3]]);
    const planeSizes = this.#op("Concat", [around, this.#ints([1])], ["int64", [4]], { axis: 0 });
    const white = this.#constant({ dtype: "uint8", shape: [1, 1, 1, 1], data: Uint8Array.of(255) });
    const plane = this.#op("Expand", [white, planeSizes], ["uint8", [...rows, 1]]);
    const joined = this.#op("Concat", [image, plane], ["uint8", [...rows, "channels+1"]], { axis: 3 });
    const part = (start: Value, end: Value, size: Shape[number]) => {
      const values = this.#op("Slice", [joined, start, end, this.#ints([3])], ["uint8", [...rows, size]]);
      return this.#cast(values, "float32");
    };
    const colour = part(this.#ints([0]), colours, "colours");
    const alpha = part(colours, behind, 1);
    const limit = this.#float(255);
    const clear = this.#op("Mul", [this.#op("Sub", [limit, alpha], alpha), limit], alpha);
    const covered = this.#op("Add", [this.#op("Mul", [colour, alpha], colour), clear], colour);
    return this.#rounded(this.#op("Div", [covered, limit], colour));
  }

  /** Three planes for each image; grey ones are equal. [N, H, W, 1 or 3] to [N, 3, H, W] */
  planes(image: Value): Value {
    const [height, width] = openSizes;
    const planes = this.#op("Transpose", [image], ["float32", [this.#batch, "colours", height, width]], {
      perm: [0, 3, 1, 2],
    });
    return this.#op("Expand", [planes, this.#ints([1, 3, 1, 1])], ["float32", [this.#batch, 3, height, width]]);
  }

  /** [N, 3, H, W] to [N, 1, H, W] */
  grey(colour: Value): Value {
    const weights = this.#constant({ dtype: "float32", shape: [1, 3, 1, 1], data: Float32Array.from(luma.weights) });
    const weighted = this.#op("Mul", [colour, weights], colour);
    const sum = this.#sum(weighted, [1], [this.#batch, 1, ...openSizes.slice(0, 2)]);
    const raised = this.#op("Add", [sum, this.#float(luma.half)], sum);
    return this.#op("Floor", [this.#op("Div", [raised, this.#float(luma.one)], sum)], sum);
  }

  /** Inverts the images whose border is bright: where the median of the outermost pixels is above 127. */
  brightOnDark(image: Value, grey: Value): Value {
    const [height, width] = openSizes;
    const [rows, columns] = [this.#ends(grey, 2, [height, 1]), this.#ends(grey, 3, [1, width])];
    const edge = this.#op("Or", [rows, columns], ["bool", [height, width]]);
    const border = this.#cast(edge, "float32");
    const perImage = [this.#batch, 1, 1, 1] as const;
    const total = this.#op("ReduceSum", [border], ["float32", []], { keepdims: 0 });
    const isDark = this.#op("LessOrEqual", [grey, this.#float(127)], ["bool", grey.shape]);
    const darkEdge = this.#op("Mul", [this.#cast(isDark, "float32"), border], ["float32", grey.shape]);
    const dark = this.#sum(darkEdge, [1, 2, 3], perImage);
    // In rising order the middle pixel is bright when no more than it has before it are dark.
    const middle = this.#op("Floor", [this.#op("Div", [total, this.#float(2)], total)], total);
    const isBright = this.#op("LessOrEqual", [dark, middle], ["bool", perImage]);
    return this.#op("Where", [isBright, this.#op("Sub", [this.#float(255), image], image), image], image);
  }

  /** Scales and crops with PIL's triangle filter, rows first, each pass rounded to whole numbers. Gives doubles. */
  resized(image: Value, steps: PixelSteps): Value {
    const [batch, channels, rows] = image.shape as readonly [Shape[number], number, string];
    const [height, width] = keptSize(steps);
    const taps = (axis: 2 | 3, kept: number): Value => {
      const from = this.#cast(this.#size(image, axis), "double");
      return this.#taps(from, this.#scaledSize(image, from, axis, steps), kept, String(image.shape[axis]));
    };
    const wide = this.#op("Transpose", [taps(3, width)], ["double", [openSizes[1], width]], {
      perm: [1, 0],
    });
    const product = (a: Value, b: Value, shape: Shape) => {
      const sum = this.#op("MatMul", [a, b], ["double", shape]);
      return this.#rounded(this.#op("Div", [sum, this.#double(precision)], sum));
    };
    const scaled = product(this.#cast(image, "double"), wide, [batch, channels, rows, width]);
    return product(taps(2, height), scaled, [batch, channels, height, width]);
  }

  /** Adds the border, scales to 0..1 and normalises, in double as on the host, and rounds once. */
  normalized(image: Value, { pad = 0, mean, deviation }: PixelSteps): Value {
    const shape = image.shape.map((size, axis) => (axis < 2 ? size : Number(size) + 2 * pad));
    const type = ["double", shape] as const;
    const border = (): Value => this.#ints([0, 0, pad, pad, 0, 0, pad, pad]);
    const padded = pad === 0 ? image : this.#op("Pad", [image, border(), this.#double(0)], type);
    const channel = (values: readonly number[]) => this.#constant(double(values, [values.length, 1, 1]));
    const unit = this.#op("Div", [padded, this.#double(255)], type);
    const centred = this.#op("Sub", [unit, channel(mean)], type);
    return this.#cast(this.#op("Div", [centred, channel(deviation)], type), "float32");
  }

  /** The size of an axis after scaling, a scalar, of its size `from` before: torchvision's, rounded down. */
  #scaledSize(image: Value, from: Value, axis: 2 | 3, { resize }: PixelSteps): Value {
    if (typeof resize !== "number") return this.#double(resize[axis - 2]!);
    const other = this.#cast(this.#size(image, axis === 2 ? 3 : 2), "double");
    const shorter = this.#op("Min", [from, other], from);
    const multiple = this.#op("Mul", [from, this.#double(resize)], from);
    return this.#op("Floor", [this.#op("Div", [multiple, shorter], from)], from);
  }

  /**
   * The matrix [kept, from] of a resize along one axis, whose sizes, scalars, are known only when the model runs, and of a
   * crop in the middle, where half a pixel is rounded to the even one.
   */
  #taps(from: Value, to: Value, kept: number, name: string): Value {
    const column = ["double", [kept, 1]] as const;
    const matrix = ["double", [kept, name]] as const;
    const scale = this.#op("Div", [from, to], from);
    const support = this.#op("Max", [scale, this.#double(1)], scale);
    const cut = this.#op("Div", [this.#op("Sub", [to, this.#double(kept)], to), this.#double(2)], to);
    const middles = Array.from({ length: kept }, (_, position) => position + 0.5);
    const positions = this.#op(
      "Add",
      [this.#constant(double(middles, [kept, 1])), this.#op("Round", [cut], cut)],
      column,
    );
    const centre = this.#op("Mul", [positions, scale], column);
    const index = this.#op("Range", [this.#double(0), from, this.#double(1)], ["double", [name]]);
    const offset = this.#op("Add", [this.#op("Sub", [index, centre], matrix), this.#double(0.5)], matrix);
    const distance = this.#op("Abs", [this.#op("Div", [offset, support], matrix)], matrix);
    const triangle = this.#op("Sub", [this.#double(1), distance], matrix);
    const shares = this.#op("Max", [triangle, this.#double(0)], matrix);
    const total = this.#op("ReduceSum", [shares, this.#ints([1])], column, { keepdims: 1 });
    const weights = this.#op("Div", [shares, total], matrix);
    return this.#rounded(this.#op("Mul", [weights, this.#double(precision)], matrix));
  }

  /** Which positions along an axis are the first or the last one. */
  #ends(image: Value, axis: number, shape: Shape): Value {
    const size = this.#size(image, axis);
    const name = String(image.shape[axis]);
    const start = this.#constant(int64([0], []));
    const step = this.#constant(int64([1], []));
    const index = this.#op("Range", [start, size, step], ["int64", [name]]);
    const last = this.#op("Sub", [size, step], ["int64", []]);
    const isFirst = this.#op("Equal", [index, start], ["bool", [name]]);
    const isLast = this.#op("Equal", [index, last], ["bool", [name]]);
    const ends = this.#op("Or", [isFirst, isLast], ["bool", [name]]);
    return this.#op("Unsqueeze", [ends, this.#ints([shape.indexOf(1)])], ["bool", shape]);
  }

  /** The size of an axis as a scalar. */
  #size(image: Value, axis: number): Value {
    const sizes = this.#op("Shape", [image], ["int64", [image.shape.length]]);
    return this.#op("Gather", [sizes, this.#constant(int64([axis], []))], ["int64", []]);
  }

  /** To the nearest whole number, halves up. */
  #rounded(x: Value): Value {
    const half = x.dtype === "double" ? this.#double(0.5) : this.#float(0.5);
    return this.#op("Floor", [this.#op("Add", [x, half], x)], x);
  }

  #sum(x: Value, axes: readonly number[], shape: Shape): Value {
    return this.#op("ReduceSum", [x, this.#ints(axes)], [x.dtype, shape], { keepdims: 1 });
  }

  #cast(x: Value, dtype: "float32" | "double"): Value {
    return this.#op("Cast", [x], [dtype, x.shape], { to: dataTypes[dtype] });
  }

  #float(value: number): Value {
    return this.#constant({ dtype: "float32", shape: [], data: Float32Array.of(value) });
  }

  #double(value: number): Value {
    return this.#constant(double(value));
  }

  #ints(values: readonly number[]): Value {
    return this.#constant(int64(values));
  }

  #constant(content: ConstantValue): Value {
    return this.#scope.constant(content, "image/constant");
  }

  /** Writes a node; its type is given, or that of another value. */
  #op(
    opType: string,
    inputs: readonly Value[],
    type: Value | readonly [OnnxDType, Shape],
    attributes: NodeAttributes = {},
  ): Value {
    const [dtype, shape] = "hint" in type ? [type.dtype, type.shape] : type;
    const output: Value = { dtype, shape, hint: `image/${opType}` };
    this.#scope.add(opType, inputs, [output], attributes);
    return output;
  }
}
