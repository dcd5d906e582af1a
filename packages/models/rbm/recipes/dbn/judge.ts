/** What a classifier that was trained on real digits says of drawn ones. */
import { ndarray, type Backend, type NDArray } from "@blockzoo/core";
import { rawImages } from "@blockzoo/data/images";
import { lenet } from "@blockzoo/lenet";
import { accuracy } from "@blockzoo/train";

/**
 * `read`: the share of images in which LeNet-5 reads the class that was asked for. `spread`: the standard deviation of a pixel
 * among the images of a class, on average, since one good image of each class, over and over, is read as well.
 *
 * @param images of 0 to 1, as many of each class in turn: [10 n, 1, 28, 28]
 */
export async function judged(images: NDArray, backend: Backend): Promise<Readonly<Record<"read" | "spread", number>>> {
  const classifier = await lenet.load("lenet5.mnist", { backend });
  const count = images.shape[0]! / classifier.labels.length;
  const logits = await classifier.logits(rawImages(images, { mean: [0], deviation: [1] }));
  classifier.dispose();
  const asked = Int32Array.from({ length: images.shape[0]! }, (_, index) => Math.floor(index / count));
  return { read: accuracy({ logits, labels: ndarray(asked) }), spread: spreadOf(images, count) };
}

function spreadOf({ data, shape: [images] }: NDArray, ofClass: number): number {
  const pixels = data.length / images!;
  const deviations = Array.from({ length: (images! / ofClass) * pixels }, (_, at) => {
    const first = Math.floor(at / pixels) * ofClass * pixels + (at % pixels);
    const values = Array.from({ length: ofClass }, (_value, image) => data[first + image * pixels]!);
    const mean = values.reduce((sum, value) => sum + value, 0) / ofClass;
    return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / ofClass);
  });
  return deviations.reduce((sum, deviation) => sum + deviation, 0) / deviations.length;
}
