import { add, mul, ndarray, tensor, type Tensor } from "@blockzoo/core";

/** Mean and deviation of ImageNet's pixels, by which torchvision normalises. */
const mean = [0.485, 0.456, 0.406];
const deviation = [0.229, 0.224, 0.225];

/**
 * From images normalised as torchvision does for all its networks, `(x - mean) / deviation` for each channel, to those that
 * the weights ported from TensorFlow want, `(x - 0.5) / 0.5`. `[N, 3, H, W]` to the same shape.
 */
export function transformInput(x: Tensor): Tensor {
  const scale = ndarray(
    deviation.map((each) => each / 0.5),
    [3, 1, 1],
  );
  const shift = ndarray(
    mean.map((each) => (each - 0.5) / 0.5),
    [3, 1, 1],
  );
  return add(mul(x, tensor(scale)), tensor(shift));
}
