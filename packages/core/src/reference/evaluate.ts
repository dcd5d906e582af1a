import type { Model } from "../blocks/paths.js";
import { checkOptions } from "../check-options.js";
import type { Mode } from "../graph/builder.js";
import { trace } from "../graph/trace.js";
import type { NDArray } from "../ndarray.js";
import { mapStructure } from "../structure.js";
import { isTensor, type Tensor } from "../tensor.js";
import { referenceBackend } from "./reference-backend.js";

export interface EvaluateOptions {
  readonly mode?: Mode;
  /** Keys first weights and random numbers; default 0. */
  readonly seed?: number;
  readonly model?: Model;
}

/** The values of a structure of tensors. */
export type ValuesOf<Result> = Result extends Tensor
  ? NDArray
  : { readonly [Key in keyof Result]: ValuesOf<Result[Key]> };

/**
 * Traces a function of any plain structure of tensors and runs it on the reference at once: the way to see values.
 *
 * @returns what the function returns, with arrays of doubles in the place of tensors
 * @example await evaluate(() => relu(tensor([[1, -2]])));   // { dtype: "float32", shape: [1, 2], data: [1, 0] }
 */
export async function evaluate<Result>(run: () => Result, options: EvaluateOptions = {}): Promise<ValuesOf<Result>> {
  checkOptions("evaluate", options, { mode: true, seed: true, model: true });
  const { seed = 0, ...tracing } = options;
  let returned: unknown;
  const graph = trace<Record<never, never>>(() => (returned = run()) as Tensor, {}, tracing);
  const executable = await referenceBackend({ float64: true }).compile(graph, { seed });
  const { outputs } = await executable.run({});
  return mapStructure(returned, isTensor, (_, path) => outputs[path === "" ? "output" : path]) as ValuesOf<Result>;
}
