import { check, ndarray, sizeOf, type NDArray } from "@blockzoo/core";
import { arrayDataset, type Dataset } from "../dataset.js";
import { entriesOf, imageFiles, summarizeLeftOut, type LeftOut } from "./image-files.js";
import { imageParts } from "./image-parts.js";

/** What {@link imageFolder} reads. */
export interface ImageFolderOptions {
  /** Holds one folder for each class, named after it, and in each the images. */
  readonly folder: string;
  /** Reads an image: float32 `[C, H, W]`, of one shape for all. */
  readonly read: (path: string) => Promise<NDArray>;
}

/** The images of a folder, and what in it was passed over. */
export interface ImageFolder extends Dataset {
  readonly leftOut: readonly LeftOut[];
}

/**
 * Images in folders that are named after their classes, which are numbered in the order of the names: `x` float32[n,C,H,W],
 * `y` int32[n]. Folders below a class's belong to it, links are followed. What begins as a PNG or JPEG file is an image,
 * whatever it is called; other files, names that begin with a dot and `__MACOSX` are passed over and listed in `leftOut`. All
 * images are in memory as floats.
 *
 * @throws BlockzooError when there is no class or no image in one, when an image cannot be read or has another shape than
 * those before, when links make a circle, and when the folder holds parts, such as `train` and `test`, of which each is one
 * @example
 * const read = async (path: string) => preprocessImage(await readImage(path), preprocessing);   // of @blockzoo/data/images
 * const dataset = await imageFolder({ folder: "photos", read });
 * console.log(summarizeLeftOut(dataset.leftOut));   // "5 WebP, 1 hidden"
 */
export async function imageFolder({ folder, read }: ImageFolderOptions): Promise<ImageFolder> {
  const parts = await imageParts(folder);
  check(
    parts === undefined,
    () => `${folder}: holds the parts ${parts!.train} and ${parts!.test}: read each of them as a folder of images`,
  );
  const entries = await entriesOf(folder);
  const folders = entries.filter(({ kind }) => kind === "folder");
  check(folders.length > 0, () => `${folder}: has no folders, expected one for each class`);
  const leftOut = entries
    .filter(({ kind }) => kind !== "folder")
    .map(({ path, kind }): LeftOut => ({ path, kind: kind === "file" ? "in no class" : kind }));
  const images: NDArray[] = [];
  const classes: number[] = [];
  for (const [index, classFolder] of folders.entries()) {
    const found = await imageFiles(classFolder);
    leftOut.push(...found.leftOut);
    check(found.images.length > 0, () => `${classFolder.path}: has no PNG or JPEG file${insteadOf(found.leftOut)}`);
    for (const path of found.images) {
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
  const labels = folders.map(({ name }) => name);
  return { ...arrayDataset({ name: folder, arrays, labels }), leftOut };
}

function insteadOf(leftOut: readonly LeftOut[]): string {
  return leftOut.length === 0 ? "" : `, only ${summarizeLeftOut(leftOut)}: convert images of other kinds to PNG`;
}
