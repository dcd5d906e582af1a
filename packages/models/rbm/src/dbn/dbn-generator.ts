/**
 * A deep belief network that draws images of a class: an associative memory on a stack of layers.
 *
 * G. E. Hinton, S. Osindero, Y.-W. Teh, "A Fast Learning Algorithm for Deep Belief Nets", Neural Computation 18(7), 2006,
 * section 7: the label is clamped, Gibbs sampling between the top two layers goes on until it forgets where it began, and what it
 * comes to is passed down once. The other way round, section 6.2, an image is passed up, and the label found that fits it best.
 *
 * Notation and deviations are those of ./dbn.ts and ./associative-memory.ts. An image is a mean field: the probabilities of its
 * pixels for the probabilities of the last step, in which no noise is left; the chain above it goes through samples.
 */
import { Block, flatten, reshape, type Tensor } from "@blockzoo/core";
import { AssociativeMemory, type MemoryStep } from "./associative-memory.js";
import { Dbn } from "./dbn.js";

export interface DbnGeneratorOptions {
  /** Height and width of the images. */
  readonly image: readonly [height: number, width: number];
  /** Units of each layer above the image. */
  readonly layers: readonly number[];
  readonly classes: number;
  /** Hidden units of the memory. */
  readonly hidden: number;
}

/** @example new DbnGenerator({ image: [28, 28], layers: [256, 256], classes: 10, hidden: 512 }) */
export class DbnGenerator extends Block {
  readonly stack: Dbn;
  readonly memory: AssociativeMemory;
  readonly #image: readonly [height: number, width: number];

  constructor({ image, layers, classes, hidden }: DbnGeneratorOptions) {
    super();
    this.stack = new Dbn([image[0] * image[1], ...layers]);
    this.memory = new AssociativeMemory({ features: layers.at(-1)!, classes, hidden });
    this.#image = image;
  }

  /** What it takes images [N, 1, H, W] for: scores of the classes [N, classes]. */
  forward(image: Tensor): Tensor {
    return this.memory.forward(this.up(image));
  }

  /** Features of images [N, 1, H, W], where a chain may begin: [N, layers.at(-1)]. */
  up(image: Tensor): Tensor {
    return this.stack.up(flatten(image));
  }

  /** One step of the chain at the top: see {@link AssociativeMemory.gibbs}. */
  gibbs(features: Tensor, label: Tensor, hiddenNoise: Tensor, featuresNoise: Tensor): MemoryStep {
    return this.memory.gibbs(features, label, hiddenNoise, featuresNoise);
  }

  /** Features, or their probabilities, passed down: images [N, 1, H, W]. */
  image(means: Tensor): Tensor {
    return reshape(this.stack.down(means), [means.shape[0]!, 1, ...this.#image]);
  }
}
