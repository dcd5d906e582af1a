import { Block } from "../blocks/block.js";
import { Parameter } from "../blocks/parameter.js";
import { checkOptions } from "../check-options.js";
import { check } from "../errors.js";
import { gather } from "../ops/indexing.js";
import { normal, type Initializer } from "../random/initializers.js";
import { describeType, type Tensor } from "../tensor.js";

export interface EmbeddingOptions {
  /** First values of the vectors; PyTorch's by default: N(0, 1). */
  readonly initializer?: Initializer;
}

/**
 * A table of vectors, looked up by index: the same as a one-hot vector times the table, without the product.
 *
 * Formula: `y = W[i] = onehot(i) W`
 *
 * Shapes: int32 `[...] -> [..., dimension]`; state `weight` [count, dimension], as in `torch.nn.Embedding`.
 *
 * Reference: Bengio et al. 2003, "A neural probabilistic language model", JMLR 3.
 *
 * Useful for: words, characters, users: whatever is a number only by name.
 *
 * @example new Embedding(10_000, 128)
 */
export class Embedding extends Block {
  readonly weight: Parameter;

  constructor(
    readonly count: number,
    readonly dimension: number,
    options: EmbeddingOptions = {},
  ) {
    super();
    checkOptions("Embedding", options, { initializer: true });
    this.weight = new Parameter([count, dimension], options.initializer ?? normal({ deviation: 1 }));
  }

  forward(indices: Tensor): Tensor {
    check(indices.dtype === "int32", () => `expects int32 indices, got ${describeType(indices)}`);
    return gather(this.weight, indices, { axis: 0 });
  }
}
