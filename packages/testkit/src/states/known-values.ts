// Values that a name and their positions decide, here and in tooling/golden/known_values.py, so that none is stored.
import { ndarray, sizeOf, stateOf, type Block, type NDArray, type StateDict } from "@blockzoo/core";

/** One number that depends on every element: the sum of the elements times known values. */
export function projection({ data, shape }: NDArray): number {
  const weights = knownValues("projection", shape).data;
  let sum = 0;
  for (let index = 0; index < data.length; index++) sum += data[index]! * weights[index]!;
  return sum;
}

/** First values that depend on the names of parameters alone: weights within ±√(3 / fan-in), others within ±0.5; variances and scales from 0.5 to 1.5. */
export function knownState(model: Block): StateDict {
  const scaleOf = (name: string, shape: readonly number[]) =>
    shape.length === 1 ? 0.5 : Math.sqrt(3 / sizeOf(shape.slice(1)));
  return new Map(
    stateOf(model).map(({ name, value: { shape } }) => {
      const isScale = shape.length === 1 && (name.endsWith(".weight") || name.endsWith("running_var"));
      const { data } = knownValues(name, shape);
      const scale = scaleOf(name, shape);
      return [
        name,
        ndarray(
          Float32Array.from(data, (value) => value * scale + Number(isScale)),
          shape,
        ),
      ];
    }),
  );
}

/** Numbers between -1 and 1 that a name and their positions decide, the same in Python: a hash of 32 bits each. */
export function knownValues(name: string, shape: readonly number[]): NDArray {
  let key = 0;
  for (const character of name) key = (Math.imul(key, 31) + character.charCodeAt(0)) >>> 0;
  const data = new Float32Array(sizeOf(shape));
  for (let index = 0; index < data.length; index++) {
    let hash = Math.imul(index + 1, 0x9e3779b1) ^ key;
    hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca77);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae3d);
    data[index] = ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 31 - 1;
  }
  return ndarray(data, shape);
}
