import type { StateDict } from "../backend.js";
import { BlockzooError } from "../errors.js";
import { sizeOf } from "../ndarray.js";
import { RandomStream } from "../random/random-stream.js";
import type { Block } from "./block.js";
import { isBlock } from "./brand.js";
import { Parameter, type Buffer } from "./parameter.js";
import { walk, type Model } from "./paths.js";

/** A parameter or buffer and the name it has in the state dict. */
export interface NamedValue {
  readonly name: string;
  readonly value: Parameter | Buffer;
  /** False for parameters inside a frozen block; buffers are never trained. */
  readonly trainable: boolean;
  /** Further places the same object stands at. */
  readonly aliases: readonly string[];
}

/** The state dict of a model without its values: parameters and buffers in order, each once. */
export function stateOf(model: Model): NamedValue[] {
  const found = new Map<Parameter | Buffer, { name: string; trainable: boolean; aliases: string[] }>();
  for (const { path, value, frozen } of walk(model)) {
    if (isBlock(value)) continue;
    const known = found.get(value);
    if (known === undefined)
      found.set(value, { name: path, trainable: value instanceof Parameter && !frozen, aliases: [] });
    else known.aliases.push(path);
  }
  return [...found].map(([value, entry]) => ({ value, ...entry }));
}

/** The parameters that training changes: all but those inside frozen blocks. */
export function trainableParameters(model: Model): Map<string, Parameter> {
  return new Map(
    stateOf(model).flatMap(({ name, value, trainable }) =>
      trainable && value instanceof Parameter ? [[name, value] as const] : [],
    ),
  );
}

/** The number of elements of all parameters; buffers do not count. */
export function countParameters(model: Model): number {
  return stateOf(model).reduce((total, { value }) => total + (value instanceof Parameter ? sizeOf(value.shape) : 0), 0);
}

/** First values of a model's parameters and buffers, each drawn from (seed, name) alone. */
export function initialize(model: Model, options: { readonly seed?: number } = {}): StateDict {
  return new Map(
    stateOf(model).map(({ name, value }) => [
      name,
      value.initializer(value.shape, new RandomStream(options.seed ?? 0, "state", name)),
    ]),
  );
}

/** Every block of a model with its path, outermost first; the model itself has the path `""`. */
export function blocksOf(model: Model): Map<string, Block> {
  const found = new Map<string, Block>();
  for (const { path, value } of walk(model)) if (isBlock(value)) found.set(path, value);
  return found;
}

/** The block at a path such as `layer1.0.conv1`, or an error that lists what stands there. */
export function blockAt(model: Model, path: string): Block {
  const blocks = blocksOf(model);
  const found = blocks.get(path);
  if (found !== undefined) return found;
  const parent = path.split(".").slice(0, -1);
  while (parent.length > 0 && !blocks.has(parent.join("."))) parent.pop();
  const prefix = parent.length === 0 ? "" : `${parent.join(".")}.`;
  const children = [...blocks.keys()].filter(
    (key) => key !== "" && key.startsWith(prefix) && !key.slice(prefix.length).includes("."),
  );
  throw new BlockzooError(
    `there is no block "${path}": ${prefix === "" ? "the model" : parent.join(".")} has ${children.join(", ") || "no blocks"}`,
  );
}
