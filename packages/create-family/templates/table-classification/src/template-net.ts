/**
 * Template net: one hidden layer.
 *
 * D. E. Rumelhart, G. E. Hinton, R. J. Williams, "Learning representations by back-propagating errors",
 * Nature 323, 1986.
 *
 * Notation: layer l computes y_l = f(W_l y_(l-1) + b_l); the last one has no f, so that the output is a vector of logits.
 *
 * Deviation: f is tanh instead of the logistic function.
 */
import { Block, Linear, tanh, type Tensor } from "@blockzoo/core";

/** Rows [N, 2] to logits [N, 2]. */
export class TemplateNet extends Block {
  readonly hidden = new Linear(2, 16);
  readonly out = new Linear(16, 2);

  forward(x: Tensor): Tensor {
    return x.pipe(this.hidden, tanh, this.out);
  }
}
