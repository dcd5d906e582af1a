/**
 * Whole numbers without order, from 0 to below 2 ** 15, the same for the same seed.
 * @param {number} seed
 */
export function noise(seed) {
  let state = seed;
  return () => {
    state = (1_103_515_245 * state + 12_345) % 2 ** 31;
    return state >> 16;
  };
}
