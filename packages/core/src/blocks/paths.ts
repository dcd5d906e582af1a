import { check, twoCopies } from "../errors.js";
import type { Block } from "./block.js";
import { blockBrand, isBlock, thisCopy } from "./brand.js";
import { isFrozen } from "./frozen.js";
import { Buffer, Parameter } from "./parameter.js";

/** What has parameters: a block, a single parameter or buffer, or any nesting of them in records and arrays. */
export type Model = Block | Parameter | Buffer | readonly Model[] | { readonly [name: string]: Model };

/** One thing found in a model. `frozen` holds where a block around it, or it itself, is frozen. */
export interface Visit {
  readonly path: string;
  readonly value: Block | Parameter | Buffer;
  readonly frozen: boolean;
}

/** Everything in a model with its path, in the order of the fields. Shared parts come once for each place they stand at. */
export function* walk(model: unknown, path = "", frozen = false): Generator<Visit> {
  if (model instanceof Parameter || model instanceof Buffer) {
    yield { path, value: model, frozen };
    return;
  }
  if (typeof model !== "object" || model === null) return;
  const isPlain = Array.isArray(model) || Object.getPrototypeOf(model) === Object.prototype;
  if (!isBlock(model) && !isPlain) return;
  const inner = frozen || isFrozen(model);
  if (isBlock(model)) {
    check(model[blockBrand] === thisCopy, twoCopies);
    yield { path, value: model, frozen: inner };
  }
  for (const [key, child] of Object.entries(model)) yield* walk(child, path === "" ? key : `${path}.${key}`, inner);
}

/** Enters a model's parts into a table of paths; a shared part keeps the first path it was found at. */
export function register(paths: Map<object, string>, model: unknown, path = ""): void {
  for (const visit of walk(model, path)) if (!paths.has(visit.value)) paths.set(visit.value, visit.path);
}
