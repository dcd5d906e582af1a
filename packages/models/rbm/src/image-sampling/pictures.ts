import { check, parseRecord, parseStrings, sizeOf } from "@blockzoo/core";
import { parseImagePreprocessing, type ImagePreprocessing } from "@blockzoo/data/images";

/** What weights of a network that draws samples say: what its pixels are, and which classes it knows. */
export interface Pictures {
  /** How an image becomes pixels of the network, all of one size: `resize` has height and width, `crop` and `pad` are not there. */
  readonly preprocessing: ImagePreprocessing & { readonly resize: readonly [number, number] };
  /** The classes, in the order of the input `label`. Default: it knows none. */
  readonly labels?: readonly string[];
}

/** @throws BlockzooError where a value of unknown origin does not say what pixels are */
export function parsePictures(value: unknown, where: string): Pictures {
  const { preprocessing, labels } = parseRecord(value, where);
  const steps = parseImagePreprocessing(preprocessing, `${where}: preprocessing`);
  check(
    Array.isArray(steps.resize) && steps.crop === undefined && (steps.pad ?? 0) === 0,
    () => `${where}: preprocessing: the images have one size: expected resize of [height, width], and no crop or pad`,
  );
  return {
    preprocessing: steps as Pictures["preprocessing"],
    ...(labels !== undefined && { labels: parseStrings(labels, `${where}: labels`) }),
  };
}

/** [channels, height, width] */
export function shapeOf({ preprocessing: { channels, resize } }: Pictures): readonly number[] {
  return [channels, ...resize];
}

/** @throws BlockzooError where the images have not as many pixels as a network gives */
export function checkPixels(pictures: Pictures, pixels: number, where: string): void {
  const shape = shapeOf(pictures);
  check(
    sizeOf(shape) === pixels,
    () => `${where}: images of [${shape}] have ${sizeOf(shape)} values, the network gives ${pixels}`,
  );
}
