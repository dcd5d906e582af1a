import { add, mul, ndarray, tensor, type Tensor } from "@blockzoo/core";

/** Mean and deviation of ImageNet's pixels, by which torchvision normalises. */
const mean = [0.485, 0.456, 0.406];
const deviation = [0.229, 0.224, 0.225];

/**
 * From images normalised as torchvision does for all its networks, `(x - mean) / deviation` for each channel, to those that
 * the weights ported from TensorFlow want, `(x - 0.5) / 0.5`. `[N, 3, H, W]` to the same shape.
 */
export function transformInput(x: Tensor): Tensor {
  const perChannel = (values: readonly number[]) => tensor(ndarray(Float64Array.from(values), [3, 1, 1]));
  const scale = deviation.map((each) => each / 0.5);
  const shift = mean.map((each) => (each - 0.5) / 0.5);
  return add(mul(x, perChannel(scale)), perChannel(shift));
}
