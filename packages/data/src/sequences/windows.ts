import { allocate, check, sizeOf, type NDArray } from "@blockzoo/core";
import { checkIndices, type Dataset } from "../dataset.js";

/** A window of a sequence: so many steps from a place on, counted from the start of a sample. */
export interface Window {
  readonly from: number;
  readonly steps: number;
}

/** What {@link windowDataset} takes. */
export interface WindowDatasetOptions {
  readonly name: string;
  /** [steps, ...]; it is used and not copied. */
  readonly sequence: NDArray;
  /** The steps from the start of a sample to that of the next. */
  readonly stride: number;
  /** The arrays of a sample, by name. */
  readonly windows: Readonly<Record<string, Window>>;
}

/** Windows that move over one long sequence: as many samples as lie in it whole. Only those of a batch are copied. */
export function windowDataset({ name, sequence, stride, windows }: WindowDatasetOptions): Dataset {
  for (const value of [stride, ...Object.values(windows).map((window) => window.steps)]) {
    check(
      Number.isInteger(value) && value > 0,
      () => `${name}: windows and their stride are whole numbers of steps from 1, found ${value}`,
    );
  }
  const { dtype, shape, data } = sequence;
  const [steps = 0, ...stepShape] = shape;
  const needed = Math.max(...Object.values(windows).map((window) => window.from + window.steps));
  check(
    steps >= needed,
    () => `${name}: has ${steps} steps, one sample takes ${needed}: use shorter windows or more data`,
  );
  const step = sizeOf(stepShape);
  return {
    name,
    size: Math.floor((steps - needed) / stride) + 1,
    gather(indices) {
      checkIndices(this, indices);
      const gathered = Object.entries(windows).map(([key, window]) => {
        const values = allocate(dtype, indices.length * window.steps * step);
        for (let row = 0; row < indices.length; row++) {
          const start = (indices[row]! * stride + window.from) * step;
          values.set(data.subarray(start, start + window.steps * step), row * window.steps * step);
        }
        return [key, { dtype, shape: [indices.length, window.steps, ...stepShape], data: values }] as const;
      });
      return Object.fromEntries(gathered);
    },
  };
}
