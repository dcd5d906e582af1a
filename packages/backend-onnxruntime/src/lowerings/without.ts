import type { CompositeLowerings } from "@blockzoo/onnx";

/** A table without some of its rows: those composites are then written as their definitions. */
export function without(table: CompositeLowerings, names: readonly string[]): CompositeLowerings {
  return Object.fromEntries(Object.entries(table).filter(([name]) => !names.includes(name)));
}
