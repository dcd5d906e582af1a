import type { Family } from "./family.js";

const members = [
  "name",
  "variants",
  "weights",
  "create",
  "load",
  "recipes",
] as const satisfies readonly (keyof Family)[];

/** Whether a value is what `defineFamily` returns, of this copy of the package or another. */
export function isFamily(value: unknown): value is Family {
  return typeof value === "object" && value !== null && members.every((member) => member in value);
}
