import { constant, currentBuilder, type Parameter } from "@blockzoo/core";
import type { Slot } from "./update-rule.js";

/** Slots of a step: scalars that all parameters share. */
export function stepSlots(): (name: string) => Slot {
  return (name) => openSlot(`optimizer.${name}`, []);
}

/** Slots of one parameter, of its shape. */
export function parameterSlots(parameterName: string, { shape }: Parameter): (name: string) => Slot {
  return (name) => openSlot(`optimizer.${name}.${parameterName}`, shape);
}

function openSlot(name: string, shape: readonly number[]): Slot {
  const builder = currentBuilder("a slot of an update rule");
  return {
    value: builder.readState(name, "slot", { dtype: "float32", shape }, constant(0)),
    update: (value) => builder.writeState(name, value),
  };
}
