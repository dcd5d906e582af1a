/**
 * A deep belief network unrolled into a classifier: its layers upwards, and a linear layer for the classes.
 *
 * G. E. Hinton, R. R. Salakhutdinov, "Reducing the Dimensionality of Data with Neural Networks", Science 313, 2006, and its
 * supporting material, where a network pretrained so is fine-tuned by backpropagation.
 *
 *   h¹ = σ(b¹ + v W¹)   h² = σ(b² + h¹ W²)   ...   logits = c + h U
 */
import {
  Block,
  BlockzooError,
  flatten,
  Linear,
  ndarray,
  sigmoid,
  type NDArray,
  type StateDict,
  type Tensor,
} from "@blockzoo/core";

export interface DbnClassifierOptions {
  /** Units of the image and of each layer above it. */
  readonly sizes: readonly number[];
  readonly classes: number;
}

/**
 * Images [N, ...] of sizes[0] values to logits [N, classes].
 *
 * @example new DbnClassifier({ sizes: [256, 200, 200, 200], classes: 10 })
 */
export class DbnClassifier extends Block {
  readonly layers: readonly Linear[];
  readonly head: Linear;

  constructor({ sizes, classes }: DbnClassifierOptions) {
    super();
    this.layers = sizes.slice(1).map((units, index) => new Linear(sizes[index]!, units));
    this.head = new Linear(sizes.at(-1)!, classes);
  }

  forward(image: Tensor): Tensor {
    return this.head.forward(this.layers.reduce((h, layer) => sigmoid(layer.forward(h)), flatten(image)));
  }
}

/**
 * First weights of a {@link DbnClassifier}: what a `Dbn` of the same sizes has learned, upwards. The head is new.
 *
 * @param own all weights of the classifier, such as `initialize(classifier, { seed })`
 * @param stack those of the `Dbn`
 * @throws BlockzooError where the stack has not all layers of the classifier
 * @example await fit(classifier, { weights: unrolled(initialize(classifier, { seed }), stack), ... });
 */
export function unrolled(own: StateDict, stack: StateDict): StateDict {
  const learned = (name: string): NDArray => {
    const value = stack.get(name);
    if (value !== undefined) return value;
    throw new BlockzooError(
      `unrolled: the stack has no ${name}: give the weights of a Dbn with the classifier's sizes`,
    );
  };
  return new Map(
    [...own].map(([name, value]) => {
      const [, layer, kind] = /^(layers\.\d+)\.(weight|bias)$/.exec(name) ?? [];
      if (layer === undefined) return [name, value];
      return [name, kind === "bias" ? learned(`${layer}.hiddenBias`) : transposed(learned(`${layer}.weight`))];
    }),
  );
}

/** Machines have their weights [visible, hidden], linear layers [outputs, inputs]. */
function transposed({ shape, data }: NDArray): NDArray {
  const [rows, columns] = shape as [number, number];
  const turned = data.map((_, at) => data[(at % rows) * columns + Math.floor(at / rows)]!);
  return ndarray(turned, [columns, rows]);
}
