import type { BlockCase } from "./block-case.js";
import { linearCases } from "./cases/linear.js";

/** The conformance cases of all blocks and of the functions above the primitives, by theme. */
export const blockCases: readonly BlockCase[] = [...linearCases];
