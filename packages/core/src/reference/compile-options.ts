import type { CompileOptions } from "../backend.js";
import { checkOptions } from "../check-options.js";

/**
 * Refuses options of `compile` that do not exist. Every backend begins with it: with `{ weight }` for `{ weights }` an
 * untrained network would run.
 */
export function checkCompileOptions(options: CompileOptions): void {
  checkOptions("compile", options, { weights: true, state: true, seed: true });
}
