import { pathToFileURL } from "node:url";
import { BlockzooError, type Backend } from "@blockzoo/core";
import { interfaceFrom, type Detection, type Variant } from "@blockzoo/family";
import type { Model } from "../models/model.js";
import type { ChosenWeights } from "../models/weights.js";

/** The variant of a network that finds objects. */
export function detectingVariant({ member }: Model): Variant | undefined {
  const variant = member?.family.variants[member.variant];
  return variant?.finder === undefined ? undefined : variant;
}

/** The objects in an image file, the most probable first. */
export async function detections(
  path: string,
  variant: Variant,
  { values, preprocessing, labels, source }: ChosenWeights,
  { backend, top }: { readonly backend: Backend; readonly top: number },
): Promise<Detection[]> {
  if (preprocessing === undefined || labels === undefined) {
    throw new BlockzooError(`${path}: the weights ${source} do not say how an image becomes an input, or their labels`);
  }
  const entry = { preprocessing, labels, url: pathToFileURL(source) };
  const detector = await interfaceFrom("detection", { variant, weights: values, entry, backend });
  try {
    return await detector.detect(path, { top });
  } finally {
    detector.dispose();
  }
}

/** A line for each object: how sure, what, where. */
export function detectionsText(found: readonly Detection[]): string {
  if (found.length === 0) return "nothing was found";
  return found
    .map(({ label, probability, box: { x, y, width, height } }) => {
      const [left, top, across, down] = [x, y, width, height].map((each) => each.toFixed(1));
      return `${(100 * probability).toFixed(1).padStart(5)} %  ${label} at (${left}, ${top}), ${across} x ${down} pixels`;
    })
    .join("\n");
}
