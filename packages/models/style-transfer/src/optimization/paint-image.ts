import type { Block, NDArray } from "@blockzoo/core";
import { adam, descend, lbfgs, type MinimizeOptions, type Minimum } from "@blockzoo/train";
import { pictureObjective, type PictureObjectiveOptions } from "./picture-objective.js";

/** What changes the pixels: L-BFGS, as the paper does, or Adam, which takes more steps and less memory. */
export type PaintOptimizer = "lbfgs" | "adam";

export interface PaintImageOptions<Network extends Block>
  extends PictureObjectiveOptions<Network>, Pick<MinimizeOptions, "steps" | "resume" | "signal"> {
  readonly optimizer: PaintOptimizer;
  /** Called at the start, unless that is resumed, and after every step; it is waited for. */
  readonly onStep?: (progress: PaintProgress) => void | Promise<void>;
}

type Progress = Parameters<NonNullable<MinimizeOptions["onStep"]>>[0];

/** What painting tells of a step. */
export interface PaintProgress extends Pick<Progress, "step" | "value" | "metrics" | "state"> {
  /** The picture after it, float32 [1, 3, H, W], as it is: its values may be outside of 0..1. */
  readonly picture: NDArray;
}

export interface Painted extends Omit<Minimum, "x"> {
  /** The picture of the lowest value, float32 [1, 3, H, W], as it is: its values may be outside of 0..1. */
  readonly picture: NDArray;
}

/** Of Adam: of a range of 1 from black to white. */
const learningRate = 0.02;

/**
 * Changes the pixels of a picture until a loss of them is small. They are free to leave the range of a picture meanwhile: what is cut
 * off between steps is not what the gradient was of, and the loss explodes.
 */
export async function paintImage<Network extends Block>(options: PaintImageOptions<Network>): Promise<Painted> {
  const { optimizer, backend, steps, resume, signal, onStep } = options;
  const { objective, start, pictureAt, dispose } = await pictureObjective(options);
  const common: MinimizeOptions = {
    objective,
    start,
    steps,
    resume,
    signal,
    onStep: onStep && (({ x, ...progress }) => onStep({ ...progress, picture: pictureAt(x) })),
  };
  const minimise = {
    lbfgs: () => lbfgs(common),
    adam: () => descend({ ...common, rule: adam({ learningRate }), backend }),
  } satisfies Record<PaintOptimizer, () => Promise<Minimum>>;
  try {
    const { x, ...found } = await minimise[optimizer]();
    return { ...found, picture: pictureAt(x) };
  } finally {
    dispose();
  }
}
