import { BlockzooError } from "../errors.js";
import { currentBuilder } from "../graph/builder.js";
import type { Structure } from "../structure.js";
import type { Tensor } from "../tensor.js";
import { Block } from "./block.js";
import { markForgetful } from "./forgetful.js";
import { markFrozen } from "./frozen.js";
import { blockAt } from "./model.js";

/**
 * Puts another block in the place of the one at `path`, in the model itself.
 *
 * @returns the model
 * @example replace(resnet18(), "fc", new Linear(512, 10))
 */
export function replace<M extends Block>(model: M, path: string, block: Block): M {
  blockAt(model, path);
  const steps = path.split(".");
  const last = steps.pop()!;
  const parent = steps.reduce<object>((at, step) => (at as Record<string, object>)[step]!, model);
  if (path === "") throw new BlockzooError("replace: the path must name a block inside the model, got an empty path");
  Object.defineProperty(parent, last, { value: block, enumerable: true, configurable: true, writable: true });
  return model;
}

/**
 * Leaves parts of a model out of training: their parameters get no gradient and no optimizer state, and batch
 * normalisation in them uses its recorded statistics.
 *
 * @param paths blocks to freeze; the whole model where none is given
 * @returns the model
 */
export function freeze<M extends Block>(model: M, ...paths: readonly string[]): M {
  for (const path of paths.length === 0 ? [""] : paths) markFrozen(blockAt(model, path), true);
  return model;
}

/** Undoes {@link freeze} for the blocks named, or for the model as a whole where none is given. */
export function unfreeze<M extends Block>(model: M, ...paths: readonly string[]): M {
  for (const path of paths.length === 0 ? [""] : paths) markFrozen(blockAt(model, path), false);
  return model;
}

/**
 * Has gradients compute blocks again in the place of remembering what is inside of them: less memory for more time. Of such a block
 * a training step keeps what it was given and what it returns; when its gradient is due, its forward pass is run once more. The
 * numbers stay the same to the bit: random numbers are those of the first time, and running statistics are recorded once.
 *
 * Choose several blocks in a row, such as all residual blocks: a block that is the whole model is needed at once when its gradient
 * begins, so that nothing is gained. What is inside of such a block is computed again with it.
 *
 * Elsewhere this is called gradient checkpointing or rematerialisation (`torch.utils.checkpoint`): T. Chen, B. Xu, C. Zhang,
 * C. Guestrin, "Training Deep Nets with Sublinear Memory Cost", arXiv 1604.06174, section 4.
 *
 * @param paths the blocks
 * @returns the model
 * @throws BlockzooError where there is no block at a path
 * @example recompute(resnet50(), "layer1.0", "layer1.1", "layer1.2")
 */
export function recompute<M extends Block>(model: M, ...paths: readonly string[]): M {
  for (const path of paths) markForgetful(blockAt(model, path));
  return model;
}

/** A model whose outputs are those of blocks inside another; made by {@link features}. */
export class Features<Path extends string> extends Block {
  readonly #model: Block;
  readonly #paths: readonly Path[];

  constructor(model: Block, paths: readonly Path[]) {
    super();
    for (const path of paths) blockAt(model, path);
    this.#model = model;
    this.#paths = paths;
    // The wrapped model's fields stand in the wrapper too, so that names and weights stay what they are.
    for (const [key, value] of Object.entries(model)) {
      Object.defineProperty(this, key, { value, enumerable: true });
    }
  }

  forward(...inputs: Tensor[]): Record<Path, Structure<Tensor>> {
    const { paths, taps } = currentBuilder("features(...)").root;
    const prefix = paths.get(this) ?? "";
    paths.set(this.#model, prefix);
    const found = new Map<string, unknown>();
    const tap = (path: string, output: unknown) => found.set(path, output);
    taps.push(tap);
    try {
      (this.#model.forward as (...inputs: Tensor[]) => unknown)(...inputs);
    } finally {
      taps.splice(taps.indexOf(tap), 1);
    }
    const outputs = this.#paths.map((path) => {
      const output = found.get(prefix === "" ? path : `${prefix}.${path}`);
      if (output === undefined)
        throw new BlockzooError(`features: the block "${path}" is not called by the model's forward`);
      return [path, output];
    });
    return Object.fromEntries(outputs) as Record<Path, Structure<Tensor>>;
  }
}

/**
 * The outputs of blocks inside a model, by path, as a model of its own with the same weights.
 *
 * @example features(resnet18(), ["layer1", "layer3"])   // forward gives { layer1: Tensor, layer3: Tensor }
 */
export function features<Path extends string>(model: Block, paths: readonly Path[]): Features<Path> {
  return new Features(model, paths);
}
