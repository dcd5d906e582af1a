import type { Operator } from "@blockzoo/onnx";

/**
 * The operators by which ONNX Runtime's host provider computes in blocks of channels, NCHWc: `[N, C/c, H, W, c]`, written
 * `[N, C, H, W]`. Where filters are constants it puts them in itself; files may hold them too. They are its own, and say so
 * ("for internal use"): `block-size.ts` asks before anything is written with them.
 */
export const blockedOperators = {
  reorderInput: operator("ReorderInput"),
  reorderOutput: operator("ReorderOutput"),
  conv: operator("Conv"),
  globalAveragePool: operator("GlobalAveragePool"),
} as const;

function operator(opType: string): Operator {
  return { domain: "com.microsoft.nchwc", opType };
}
