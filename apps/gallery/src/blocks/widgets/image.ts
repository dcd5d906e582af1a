/** A small picture to compute on: a seven, `side` by `side`, of 0 to 9. */
export const side = 7;

// prettier-ignore
export const image: readonly number[] = [
  0, 0, 0, 0, 0, 0, 0,
  0, 9, 9, 9, 9, 9, 0,
  0, 0, 0, 0, 7, 9, 0,
  0, 0, 0, 2, 9, 3, 0,
  0, 0, 0, 7, 9, 0, 0,
  0, 0, 2, 9, 3, 0, 0,
  0, 0, 0, 0, 0, 0, 0,
];
