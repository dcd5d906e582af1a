import { check } from "@blockzoo/core";
import { byteImages } from "./byte-images.js";
import type { Dataset } from "./dataset.js";

/** The classes of CIFAR-10, in the order of their numbers. */
export const cifar10Labels = [
  "airplane",
  "automobile",
  "bird",
  "cat",
  "deer",
  "dog",
  "frog",
  "horse",
  "ship",
  "truck",
] as const satisfies readonly string[];

const shape = [3, 32, 32] as const;
/** The class, then the red, the green and the blue plane. */
const recordBytes = 1 + 3 * 32 * 32;

/**
 * Images in the binary format of CIFAR-10: `x` float32[n,3,32,32] from 0 to 1, `y` int32[n]. In memory a value takes one
 * byte; files are read as one set in their order, and their bytes are used, not copied.
 *
 * A. Krizhevsky, "Learning Multiple Layers of Features from Tiny Images", 2009.
 *
 * @throws BlockzooError naming the file whose size is not that of whole records, or that holds another class
 * @example const dataset = parseCifar10({ "data_batch_1.bin": new Uint8Array(await response.arrayBuffer()) });
 */
export function parseCifar10(files: Readonly<Record<string, Uint8Array>>, name = "cifar10"): Dataset {
  const records = Object.entries(files).flatMap(([file, bytes]) => {
    check(
      bytes.length > 0 && bytes.length % recordBytes === 0,
      () => `${file}: has ${bytes.length} bytes, expected records of ${recordBytes}: it is cut off, or not CIFAR-10`,
    );
    return Array.from({ length: bytes.length / recordBytes }, (_, index) => {
      const record = bytes.subarray(index * recordBytes, (index + 1) * recordBytes);
      check(record[0]! < cifar10Labels.length, () => `${file}: record ${index} has the class ${record[0]}, above 9`);
      return record;
    });
  });
  return byteImages({
    name,
    shape,
    pixelsOf: (index) => records[index]!.subarray(1),
    classes: records.map((record) => record[0]!),
    labels: cifar10Labels,
  });
}
