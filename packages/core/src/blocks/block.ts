import { withoutRemembering } from "../autodiff/recomputation.js";
import { check } from "../errors.js";
import { currentBuilder } from "../graph/builder.js";
import { blockBrand, thisCopy } from "./brand.js";
import { isFrozen } from "./frozen.js";
import { isForgetful } from "./forgetful.js";
import { register } from "./paths.js";

/**
 * A part of a network: a class with a constructor (sizes and an options object), plain fields for sub-blocks and
 * parameters, and `forward`. Field names are the keys of the state dict, so they equal PyTorch's where those exist.
 * Concrete blocks are final; variants come from composition and options.
 *
 * @example
 * class Classifier extends Block {
 *   readonly fc1 = new Linear(784, 100);
 *   readonly fc2 = new Linear(100, 10);
 *   forward(x: Tensor): Tensor {
 *     return x.pipe(this.fc1, relu, this.fc2);
 *   }
 * }
 */
export abstract class Block {
  readonly [blockBrand] = thisCopy;

  constructor() {
    // Every call of forward, also `this.conv1.forward(x)` in other blocks, shall know where in the model it happens.
    const forward = this.forward;
    const scoped = (...inputs: never[]): unknown => runInScope(this, () => forward.apply(this, inputs));
    Object.defineProperty(this, "forward", { value: scoped });
  }

  /** Takes and returns any plain structure of tensors, such as one tensor or `{ output, state }`. */
  abstract forward(...inputs: never[]): unknown;
}

/**
 * Inside a trace: calls a method of a block that is a computation of its own beside `forward`, such as the step of a decoder,
 * at the block's place in the model.
 *
 * @throws BlockzooError where the block has no such method
 */
export function callMethod(block: Block, name: string, ...inputs: unknown[]): unknown {
  const method = (block as unknown as Readonly<Record<string, unknown>>)[name];
  check(typeof method === "function", () => `${block.constructor.name} has no method "${name}"`);
  const call = () => (method as (...inputs: unknown[]) => unknown).apply(block, inputs);
  // forward knows its place already.
  return name === "forward" ? call() : runInScope(block, call);
}

function runInScope(block: Block, run: () => unknown): unknown {
  const builder = currentBuilder(`${block.constructor.name}.forward(...)`);
  const { paths, taps } = builder.root;
  if (!paths.has(block)) register(paths, block, unusedName(block, new Set(paths.values())));
  const path = paths.get(block)!;
  const inside = () => builder.inScope(path, isFrozen(block) ? "eval" : undefined, run);
  const output = isForgetful(block) ? withoutRemembering(builder, inside) : inside();
  for (const tap of taps) tap(path, output);
  return output;
}

/** A name for a block outside the traced model: its class and a number where that is taken. */
function unusedName(block: Block, taken: ReadonlySet<string>): string {
  const base = block.constructor.name.replace(/^./, (letter) => letter.toLowerCase());
  let name = base;
  for (let number = 2; taken.has(name); number++) name = `${base}${number}`;
  return name;
}
