import {
  check,
  constant,
  currentBuilder,
  describeType,
  float32,
  isTensor,
  ndarray,
  sizeOf,
  type NDArray,
  type StateStore,
  type Tensor,
} from "@blockzoo/core";
import type { BatchTypes } from "./batch-types.js";

/**
 * What a recurrent net hands on from one batch to the next: shapes by name, all float32. A function of a batch finds each part
 * among the batch's arrays, and returns under the same name what the next batch shall find. Before the first batch of an
 * epoch, all is 0.
 *
 * @example const carry: Carry = { h: [1, 32, 128], c: [1, 32, 128] };   // one LSTM of 128 units, batches of 32
 */
export type Carry = Readonly<Record<string, readonly number[]>>;

/** The types of what is carried, beside which those of the batch must have other names. */
export function carryTypes(carry: Carry, batch: BatchTypes): BatchTypes {
  return mapCarry(carry, (shape, name) => {
    check(!(name in batch), () => `"${name}" is carried, and an array of the batch too: rename one of them`);
    return float32(...shape);
  });
}

/** What is carried before the first batch. */
export function zeroCarry(carry: Carry): Readonly<Record<string, NDArray>> {
  return mapCarry(carry, (shape) => ndarray(new Float32Array(sizeOf(shape)), shape));
}

/** Puts what a state carries back to 0. */
export async function clearCarry(state: StateStore, carry: Carry): Promise<void> {
  await state.write(new Map(Object.entries(zeroCarry(carry)).map(([name, zeros]) => [stateName(name), zeros])));
}

/** While a training step is traced: what the step before it left, through which no gradient passes. */
export function readCarry(carry: Carry): Readonly<Record<string, Tensor>> {
  const builder = currentBuilder("what is carried");
  return mapCarry(carry, (shape, name) =>
    builder.readState(stateName(name), "slot", { dtype: "float32", shape }, constant(0)),
  );
}

/** While a training step is traced: leaves it to the step after it. */
export function writeCarry(carried: Readonly<Record<string, Tensor>>): void {
  const builder = currentBuilder("what is carried");
  for (const [name, part] of Object.entries(carried)) builder.writeState(stateName(name), part);
}

/** Takes what is carried out of what a function returned. */
export function takeCarry<Returned extends object>(
  carry: Carry,
  returned: Returned,
  source: string,
): { readonly carried: Readonly<Record<string, Tensor>>; readonly rest: Returned } {
  const parts = returned as Readonly<Record<string, unknown>>;
  const carried = mapCarry(carry, (shape, name) => {
    const [part, expected] = [parts[name], describeType(float32(...shape))];
    check(
      isTensor(part) && describeType(part) === expected,
      () =>
        `${source} must return "${name}", which it carries, as ${expected}, ` +
        `got ${isTensor(part) ? describeType(part) : "none"}`,
    );
    return part;
  });
  const others = Object.entries(parts).filter(([name]) => !(name in carry));
  // Where nothing is carried, it may be a tensor, which is left as it is.
  return { carried, rest: Object.keys(carry).length === 0 ? returned : (Object.fromEntries(others) as Returned) };
}

function mapCarry<Value>(
  carry: Carry,
  map: (shape: readonly number[], name: string) => Value,
): Readonly<Record<string, Value>> {
  return Object.fromEntries(Object.entries(carry).map(([name, shape]) => [name, map(shape, name)]));
}

/** The state that holds a part. */
function stateName(part: string): string {
  return `carried.${part}`;
}
