import { ndarray, type NDArray } from "@blockzoo/core";

/** All states of so many units, counted as a test would by hand. */
export function allStatesOf(units: number): number[][] {
  let states: number[][] = [[]];
  for (let unit = 0; unit < units; unit++)
    states = states.flatMap((state) => [
      [...state, 0],
      [...state, 1],
    ]);
  return states;
}

export function rowsOf(states: readonly (readonly number[])[]): NDArray {
  return ndarray(Float32Array.from(states.flat()), [states.length, states[0]!.length]);
}
