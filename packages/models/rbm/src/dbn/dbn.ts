/**
 * The deep belief network: machines on each other, each trained on what the one below makes of the data.
 *
 * G. E. Hinton, S. Osindero, Y.-W. Teh, "A Fast Learning Algorithm for Deep Belief Nets", Neural Computation 18(7), 2006;
 * G. E. Hinton, R. R. Salakhutdinov, "Reducing the Dimensionality of Data with Neural Networks", Science 313, 2006.
 *
 * Notation: v the image, h¹ h² ... the layers above it, each with weights W and biases b upwards, a downwards; σ the logistic
 * function.
 *
 *   h¹ = σ(b¹ + v W¹)   h² = σ(b² + h¹ W²)   ...        up: what the layers make of an image
 *   h¹ = σ(a² + h² W²ᵀ)   v = σ(a¹ + h¹ W¹ᵀ)            down: what an image of top units looks like
 *
 * Trained greedily, from the image on: layer k is a restricted Boltzmann machine on h of the layer below, which stays as it is.
 * With the weights the network is unrolled into a classifier (`./dbn-classifier.ts`); with labels beside the top layer it
 * generates images of a class (`./dbn-generator.ts`).
 *
 * Deviations: up and down are mean fields, probabilities in the place of samples, both ways. The up-down algorithm of the first
 * paper, by which weights upwards and downwards part after the greedy training, is not here.
 */
import { Block, check, type Tensor } from "@blockzoo/core";
import { Rbm } from "../rbm.js";

/**
 * Values [N, sizes[0]] of 0 to 1 to probabilities of the top units [N, sizes.at(-1)].
 *
 * State: `layers.<k>.weight`, `visibleBias`, `hiddenBias`, those of {@link Rbm}.
 *
 * @example new Dbn([784, 500, 500])
 * @throws BlockzooError where there is no layer above the image
 */
export class Dbn extends Block {
  readonly layers: readonly Rbm[];

  /** @param sizes units of the image and of each layer above it */
  constructor(sizes: readonly number[]) {
    super();
    check(sizes.length >= 2, () => `Dbn: expects the units of the image and of a layer or more, got [${sizes}]`);
    this.layers = sizes.slice(1).map((hidden, index) => new Rbm({ visible: sizes[index]!, hidden }));
  }

  forward(visible: Tensor): Tensor {
    return this.up(visible);
  }

  /** What the first `count` layers make of an image, all by default: probabilities. */
  up(visible: Tensor, count = this.layers.length): Tensor {
    return this.layers.slice(0, count).reduce((h, layer) => layer.hiddenProbabilities(h), visible);
  }

  /** An image of top units [N, sizes.at(-1)]: probabilities of its pixels [N, sizes[0]]. */
  down(hidden: Tensor): Tensor {
    return this.layers.reduceRight((h, layer) => layer.visibleProbabilities(h), hidden);
  }
}
