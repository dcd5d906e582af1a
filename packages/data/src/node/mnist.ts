import { check } from "@blockzoo/core";
import type { Dataset } from "../dataset.js";
import { greyImages } from "../grey-images.js";
import type { IdxArray } from "../idx.js";
import { dataFolder, requireFile } from "./data-folder.js";
import { readIdx } from "./idx-file.js";

/** The data sets in the form of MNIST: the handwritten digits, and the articles of clothing of Zalando. */
export type MnistName = "mnist" | "fashion-mnist";

const SOURCES: Readonly<Record<MnistName, { url: string; labels: readonly string[] }>> = {
  mnist: {
    url: "https://ossci-datasets.s3.amazonaws.com/mnist/",
    labels: ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"],
  },
  "fashion-mnist": {
    url: "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
    labels: ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"],
  },
};

/** What {@link mnist} reads. */
export interface MnistOptions {
  /** `mnist` by default. */
  readonly name?: MnistName;
  readonly split: "train" | "test";
  /** The folder that holds the folder `mnist` or `fashion-mnist`; `BLOCKZOO_DATA` by default. */
  readonly folder?: string;
}

/**
 * MNIST or Fashion-MNIST from the four gzip files of their official pages: `x` float32[n,1,28,28] from 0 to 1, `y`
 * int32[n], 60,000 samples for training and 10,000 for testing. In memory a pixel takes one byte.
 *
 * Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, "Gradient-based learning applied to document recognition", 1998;
 * H. Xiao, K. Rasul, R. Vollgraf, "Fashion-MNIST", 2017.
 *
 * @throws BlockzooError when a file is missing (it says what to download), damaged or not what it should be
 */
export async function mnist({ name = "mnist", split, folder }: MnistOptions): Promise<Dataset> {
  const part = split === "train" ? "train" : "t10k";
  const read = async (file: string): Promise<IdxArray> => {
    const path = await requireFile(dataFolder(folder), `${name}/${file}`, SOURCES[name].url + file);
    return readIdx(path);
  };
  const [images, classes] = await Promise.all([
    read(`${part}-images-idx3-ubyte.gz`),
    read(`${part}-labels-idx1-ubyte.gz`),
  ]);
  const [, ...pixels] = images.shape;
  check(
    pixels.join("x") === "28x28",
    () => `${name}/${part}-images-idx3-ubyte.gz: holds images of ${pixels.join("x")} pixels, expected 28x28`,
  );
  return greyImages({ name: `${name}-${split}`, images, classes, labels: SOURCES[name].labels });
}
