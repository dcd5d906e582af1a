import { ndarray, type NDArray } from "@blockzoo/core";

/**
 * Of two images, rows of image index, x0, y0, x1, y1: within the image, over its edges, of one pixel, and the wrong way round;
 * those of tooling/golden/detection_twins.py.
 */
export const regions: NDArray = ndarray([
  [0, 3, 4, 17, 15],
  [1, -4, 20, 9, 60],
  [1, 30, 30, 30, 30],
  [0, 0, 0, 47, 47],
  [1, 40.5, 11.25, 22.5, 30],
]);
