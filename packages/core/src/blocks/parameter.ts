import { BlockzooError } from "../errors.js";
import { currentBuilder, type GraphBuilder, type TensorSource } from "../graph/builder.js";
import type { StateKind } from "../graph/graph.js";
import type { Initializer } from "../random/initializers.js";
import { describeType, type Tensor } from "../tensor.js";

abstract class Stored implements TensorSource {
  abstract readonly kind: StateKind;

  /**
   * @param shape numbers only: stored values have a size
   * @param initializer draws the first values, from (seed, path), when they are first needed
   */
  constructor(
    readonly shape: readonly number[],
    readonly initializer: Initializer,
  ) {}

  /** The present value in the graph being traced. Ops call this for you: `add(x, this.bias)`. */
  read(builder: GraphBuilder = currentBuilder(`reading a ${this.kind}`)): Tensor {
    return builder.readState(this.#name(builder), this.kind, { dtype: "float32", shape: this.shape }, this.initializer);
  }

  /** Sets the value it has after this run of the graph; later reads in the same trace see it. */
  update(value: Tensor): void {
    const builder = currentBuilder(`updating a ${this.kind}`);
    this.read(builder);
    builder.writeState(this.#name(builder), value);
  }

  #name(builder: GraphBuilder): string {
    const name = builder.root.paths.get(this);
    if (name !== undefined) return name;
    const type = describeType({ dtype: "float32", shape: this.shape });
    throw new BlockzooError(
      `a ${this.kind} ${type} is used that is not part of the traced model: ` +
        "hold it in a field of a block, or pass what holds it as trace(..., { model })",
    );
  }
}

/** Values that training changes: weights and biases. */
export class Parameter extends Stored {
  readonly kind = "parameter";
}

/** Values that the forward pass itself changes in train mode, such as running means. */
export class Buffer extends Stored {
  readonly kind = "buffer";
}
