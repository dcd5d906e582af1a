import { check, ndarray } from "@blockzoo/core";
import { rawImages, type RawImage } from "@blockzoo/data/images";
import type { Disposable, TaskParts } from "@blockzoo/family";
import type { Views } from "./views.js";

/** What an image shall show. */
export interface ImageRequest {
  /** What is shown: one of the styles, or a mixture, how much of each by name; shares that are not named are 0. */
  readonly style: string | Readonly<Record<string, number>>;
  /** From where, in degrees by name of the angle; angles that are not named are 0. */
  readonly view?: Readonly<Record<string, number>>;
}

/** Draws what it is asked for. */
export interface Generator extends Disposable {
  /** What can be drawn. */
  readonly styles: readonly string[];
  /** The angles that say from where. */
  readonly angles: readonly string[];
  /**
   * An image of a style from a view; neither need be one that the network was trained on.
   *
   * @returns pixels of 0..255, grey or red, green, blue
   * @throws BlockzooError where there is no such style or angle
   * @example await generator.generate({ style: { 3: 0.5, 8: 0.5 }, view: { azimuth: 45 } });
   */
  generate(request: ImageRequest): Promise<RawImage>;
}

/** A generator of a network whose main output is the image, [N, 1 or 3, H, W] from 0 to 1. */
export function generator({
  networks: { forward },
  meaning: { styles, angles },
  dispose,
}: TaskParts<Views, "forward">): Generator {
  return {
    styles,
    angles,
    async generate({ style, view = {} }) {
      const shares = valuesOf("style", styles, typeof style === "string" ? { [style]: 1 } : style);
      const turns = valuesOf("angle", angles, view).map((degrees) => (degrees * Math.PI) / 180);
      const images = await forward.outputs({
        style: ndarray(Float32Array.from(shares), [1, styles.length]),
        view: ndarray(Float32Array.from(turns.flatMap((turn) => [Math.sin(turn), Math.cos(turn)])), [
          1,
          2 * angles.length,
        ]),
      });
      return rawImages(images[forward.output]!)[0]!;
    },
    dispose,
  };
}

/** The values of all names, in order; 0 where one is not given. */
function valuesOf(what: string, names: readonly string[], given: Readonly<Record<string, number>>): number[] {
  for (const [name, value] of Object.entries(given)) {
    check(names.includes(name), () => `there is no ${what} "${name}": there are ${names.join(", ")}`);
    check(Number.isFinite(value), () => `the ${what} "${name}" must be a number, got ${value}`);
  }
  return names.map((name) => given[name] ?? 0);
}
