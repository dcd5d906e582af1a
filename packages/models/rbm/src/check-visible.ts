import { BlockzooError, type NDArray } from "@blockzoo/core";
import type { UnitKind } from "./units.js";

/**
 * Whether values can be those of visible units: probabilities from 0 to 1 for Bernoulli units, numbers for Gaussian ones. A graph
 * cannot see it, and a machine learns nonsense from values that are not.
 *
 * @param where what errors call the data
 * @throws BlockzooError naming the first value that cannot be
 * @example checkVisible(images, "bernoulli", "mnist");
 */
export function checkVisible({ data, shape }: NDArray, units: UnitKind, where: string): void {
  const isGood: (value: number) => boolean =
    units === "bernoulli" ? (value) => value >= 0 && value <= 1 : (value) => Number.isFinite(value);
  const bad = data.findIndex((value) => !isGood(value));
  if (bad === -1) return;
  const expected = {
    bernoulli: "Bernoulli units take values from 0 to 1: divide pixels of 0..255 by 255, or use Gaussian units",
    gaussian: "Gaussian units take finite numbers",
  } satisfies Record<UnitKind, string>;
  throw new BlockzooError(`${where}: value ${bad} of [${shape}] is ${data[bad]}; ${expected[units]}`);
}
