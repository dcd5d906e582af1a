import type { Block } from "../blocks/block.js";
import { isBlock } from "../blocks/brand.js";
import { register, type Model } from "../blocks/paths.js";
import { checkOptions } from "../check-options.js";
import { BlockzooError } from "../errors.js";
import { flattenStructure, mapStructure, type Structure } from "../structure.js";
import { isTensor, type Tensor, type TensorType } from "../tensor.js";
import { GraphBuilder, withBuilder, type Mode } from "./builder.js";
import type { Graph } from "./graph.js";

/** Types of the inputs by name, nested as the function takes them: `{ x: float32("N", 10), state: { h: ... } }`. */
export type InputTypes = { readonly [name: string]: Structure<TensorType> };

/** The tensors that stand for {@link InputTypes} while tracing. */
export type TensorsOf<Types> = Types extends TensorType
  ? Tensor
  : { readonly [Key in keyof Types]: TensorsOf<Types[Key]> };

export interface TraceOptions {
  /** Whether blocks behave as in training. Default `"eval"`. */
  readonly mode?: Mode;
  /** What holds the parameters, for a traced function; a traced block is its own model. */
  readonly model?: Model;
  /** The name that error messages put before block paths. */
  readonly name?: string;
  /** The name of the output where the function returns a single tensor. Default `"output"`. */
  readonly output?: string;
}

/**
 * Runs a function once with symbolic tensors and records what it does as a graph.
 *
 * A block is called with its inputs in the order of `types`; a function with one record of them. What is returned may be
 * any plain structure of tensors: outputs are named by their paths in it.
 *
 * @example
 * const graph = trace(new Linear(3, 2), { input: float32("N", 3) });
 * const sum = trace(({ a, b }) => add(a, b), { a: float32(2), b: float32(2) });
 * @throws BlockzooError with block path, found and expected where shapes do not fit
 */
export function trace<Types extends InputTypes>(
  target: Block | ((inputs: TensorsOf<Types>) => Structure<Tensor>),
  types: Types,
  options: TraceOptions = {},
): Graph {
  checkOptions("trace", options, { mode: true, model: true, name: true, output: true });
  const builder = new GraphBuilder(options);
  const model = options.model ?? (isBlock(target) ? target : undefined);
  if (model !== undefined) register(builder.paths, model);
  const inputs = mapStructure(types, isTensorType, (type, path) => builder.input(path, type));
  const returned = withBuilder(builder, () => {
    try {
      if (!isBlock(target)) return target(inputs as TensorsOf<Types>);
      return (target.forward as (...inputs: unknown[]) => Structure<Tensor>)(...Object.values(inputs as object));
    } catch (error) {
      throw error instanceof BlockzooError ? error.locate(builder.name) : error;
    }
  });
  const outputs = flattenStructure(returned, isTensor).map(([path, tensor]) => ({
    name: path === "" ? (options.output ?? "output") : path,
    tensor: builder.adopt(tensor),
  }));
  return builder.finish(outputs);
}

function isTensorType(value: unknown): value is TensorType {
  return typeof value === "object" && value !== null && "dtype" in value && "shape" in value;
}
