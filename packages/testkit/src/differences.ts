import type { NDArray } from "@blockzoo/core";

const step = 2 ** -17;

/** The gradient of a scalar function at an array, element by element, by central differences. */
export async function centralDifferences(f: (moved: NDArray) => Promise<number>, at: NDArray): Promise<NDArray> {
  const moved = (position: number, offset: number): NDArray => {
    const data = Float64Array.from(at.data);
    data[position]! += offset;
    return { ...at, data };
  };
  const data = new Float64Array(at.data.length);
  for (let i = 0; i < data.length; i++) data[i] = ((await f(moved(i, step))) - (await f(moved(i, -step)))) / (2 * step);
  return { ...at, data };
}
