import { initialize, ndarray, RandomStream, type Model, type StateDict } from "@blockzoo/core";

/**
 * Values for all parameters and buffers none of which is special, so that a scale, a shift or a statistic that is left out
 * or taken for another shows: first weights, but scales and variances between 0.5 and 1.5 in the place of 1, and shifts and
 * means within ±0.5 in the place of 0. The same on every machine.
 */
export function randomState(model: Model, { seed = 0 }: { readonly seed?: number } = {}): StateDict {
  return new Map(
    [...initialize(model, { seed })].map(([name, value]) => {
      const first = value.data[0]!;
      const isConstant = (first === 0 || first === 1) && value.data.every((each) => each === first);
      if (!isConstant) return [name, value];
      const data = new RandomStream(seed, "random state", name).fillUniform(new Float32Array(value.data.length));
      return [
        name,
        ndarray(
          data.map((each) => first + each - 0.5),
          value.shape,
        ),
      ] as const;
    }),
  );
}
