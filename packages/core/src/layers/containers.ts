import { Block } from "../blocks/block.js";
import { isBlock } from "../blocks/brand.js";
import { check } from "../errors.js";
import { add } from "../ops/elementwise.js";
import { describeType, type Stage, type Tensor } from "../tensor.js";

/**
 * Returns its input.
 *
 * Formula: `y = x`
 *
 * Shapes: `[...] -> [...]`
 *
 * Reference: He et al. 2016, "Identity mappings in deep residual networks", arXiv 1603.05027.
 *
 * Useful for: the path around a residual module; taking the place of a block that is removed.
 *
 * @example replace(model, "fc", new Identity())
 */
export class Identity extends Block {
  forward(x: Tensor): Tensor {
    return x;
  }
}

/**
 * Passes its input through blocks and functions in order. Stages are named by their position, `0`, `1`, ..., or by the
 * keys of a record.
 *
 * Formula: `y = f_n(... f_2(f_1(x)))`
 *
 * Shapes: those of the stages; what one gives the next must take
 *
 * Reference: Goodfellow, Bengio & Courville 2016, "Deep Learning", chapter 6 (feedforward networks as chains).
 *
 * Useful for: nets and parts of nets without branches.
 *
 * @example
 * new Sequential(new Linear(2, 16), tanh, new Linear(16, 2));
 * new Sequential({ fc1: new Linear(2, 16), activation: tanh, fc2: new Linear(16, 2) });
 */
export class Sequential extends Block {
  readonly [stage: `${number}`]: Stage;
  readonly #names: readonly string[];

  constructor(...stages: readonly Stage[] | [Readonly<Record<string, Stage>>]) {
    super();
    const first = stages[0];
    const isRecord = stages.length === 1 && typeof first === "object" && !isBlock(first);
    const named = isRecord
      ? (first as Readonly<Record<string, Stage>>)
      : (Object.fromEntries(stages.entries()) as Record<string, Stage>);
    this.#names = Object.keys(named);
    Object.assign(this, named);
  }

  forward(x: Tensor): Tensor {
    return x.pipe(...this.#names.map((name) => (this as unknown as Record<string, Stage>)[name]!));
  }
}

/**
 * The residual module: what the body learns is the difference to its input.
 *
 * Formula: `y = shortcut(x) + body(x)`, the shortcut being the identity by default
 *
 * Shapes: `[...] -> [...]`; body and shortcut must give one shape
 *
 * Reference: He et al. 2015, "Deep residual learning for image recognition", arXiv 1512.03385.
 *
 * Useful for: deep nets, since the gradient reaches every layer through the sums.
 *
 * @example new Residual(new Sequential(new Linear(8, 8), relu))
 */
export class Residual extends Block {
  /** @param body keeps the shape of its input @param shortcut takes the place of the identity, such as a projection */
  constructor(
    readonly body: Stage,
    readonly shortcut: Stage = new Identity(),
  ) {
    super();
  }

  forward(x: Tensor): Tensor {
    const [change, kept] = [x.pipe(this.body), x.pipe(this.shortcut)];
    check(
      describeType(change) === describeType(kept),
      () => `the body gives ${describeType(change)}, the shortcut ${describeType(kept)}: both must have one shape`,
    );
    return add(change, kept);
  }
}
