/**
 * LeNet-5 in the form that is taught and shipped today.
 *
 * Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, "Gradient-Based Learning Applied to Document Recognition",
 * Proceedings of the IEEE 86(11), 1998.
 *
 * Deviations from the paper, all customary: C3 sees all maps of S2; subsampling is the plain mean, without coefficient,
 * bias and squashing; tanh is not scaled; the output is a linear layer, trained with softmax cross-entropy. That makes
 * 61,706 parameters where the paper has 60,000; lenet5.ts is the paper's own form.
 */
import { averagePool, Block, Conv2d, flatten, Linear, tanh, type Tensor } from "@blockzoo/core";

/** Images [N, 1, 32, 32] to logits [N, 10]. */
export class LeNet5Modern extends Block {
  readonly conv1 = new Conv2d(1, 6, 5);
  readonly conv2 = new Conv2d(6, 16, 5);
  readonly fc1 = new Linear(16 * 5 * 5, 120);
  readonly fc2 = new Linear(120, 84);
  readonly fc3 = new Linear(84, 10);

  forward(x: Tensor): Tensor {
    const maps = x.pipe(this.conv1, tanh, halve, this.conv2, tanh, halve);
    return flatten(maps).pipe(this.fc1, tanh, this.fc2, tanh, this.fc3);
  }
}

/** The mean of each 2x2 window. */
function halve(x: Tensor): Tensor {
  return averagePool(x, { kernel: 2, strides: 2 });
}
