import { BlockzooError, check, ndarray, sizeOf, type NDArray } from "@blockzoo/core";
import { arrayDataset, type Dataset } from "../dataset.js";

/** What {@link imageFolder} reads. */
export interface ImageFolderOptions {
  /** Holds one folder for each class, named after it, and in each the images. */
  readonly folder: string;
  /** Reads an image: float32 `[C, H, W]`, of one shape for all. */
  readonly read: (path: string) => Promise<NDArray>;
}

/**
 * Images in folders that are named after their classes, which are numbered in the order of the names: `x` float32[n,C,H,W],
 * `y` int32[n]. Files that are not .png, .jpg or .jpeg are passed over. All images are in memory as floats.
 *
 * @throws BlockzooError when there is no class or no image in one, or an image has another shape than those before
 * @example
 * const read = async (path: string) => preprocessImage(await readImage(path), preprocessing);   // of @blockzoo/data/images
 * const dataset = await imageFolder({ folder: "photos", read });
 */
export async function imageFolder({ folder, read }: ImageFolderOptions): Promise<Dataset> {
  const { join } = process.getBuiltinModule("node:path");
  const labels = (await entriesOf(folder)).filter((entry) => entry.isDirectory()).map(({ name }) => name);
  check(labels.length > 0, () => `${folder}: has no folders, expected one for each class`);
  const images: NDArray[] = [];
  const classes: number[] = [];
  for (const [index, label] of labels.entries()) {
    const files = (await entriesOf(join(folder, label))).filter(({ name }) => /\.(png|jpe?g)$/i.test(name));
    check(files.length > 0, () => `${join(folder, label)}: has no .png, .jpg or .jpeg file`);
    for (const { name } of files) {
      const path = join(folder, label, name);
      const image = await read(path);
      const expected = images[0]?.shape ?? image.shape;
      check(
        image.shape.join() === expected.join(),
        () => `${path}: was read as [${image.shape}], the images before it as [${expected}]`,
      );
      images.push(image);
      classes.push(index);
    }
  }
  const shape = images[0]!.shape;
  const x = new Float32Array(images.length * sizeOf(shape));
  images.forEach(({ data }, index) => x.set(data, index * sizeOf(shape)));
  const arrays = { x: ndarray(x, [images.length, ...shape]), y: ndarray(Int32Array.from(classes)) };
  return arrayDataset({ name: folder, arrays, labels });
}

/** In the order of their names, whatever the file system's is. */
async function entriesOf(folder: string) {
  const { readdir } = process.getBuiltinModule("node:fs/promises");
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  } catch (cause) {
    throw new BlockzooError(`${folder}: cannot be read as a folder`, { cause });
  }
}
