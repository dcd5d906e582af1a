import type { NDArray } from "@blockzoo/core";

/**
 * The share of samples whose nearest neighbour by code, itself left out, is of their class: how well codes keep classes apart.
 *
 * @param codes [samples, units]
 * @param classes int32 [samples]
 */
export function neighbourAccuracy({ shape, data }: NDArray, classes: NDArray): number {
  const [samples = 0, units = 0] = shape;
  let right = 0;
  for (let sample = 0; sample < samples; sample++) {
    let [nearest, least] = [-1, Infinity];
    for (let other = 0; other < samples; other++) {
      if (other === sample) continue;
      let distance = 0;
      for (let unit = 0; unit < units; unit++) {
        distance += (data[sample * units + unit]! - data[other * units + unit]!) ** 2;
      }
      if (distance < least) [nearest, least] = [other, distance];
    }
    right += Number(classes.data[nearest] === classes.data[sample]);
  }
  return right / samples;
}
