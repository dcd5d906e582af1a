import { readBytes } from "@blockzoo/weights/node";
import { parseCifar10 } from "../cifar.js";
import type { Dataset } from "../dataset.js";
import { dataFolder, requireFile } from "./data-folder.js";

const address = "https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz";
const directory = "cifar-10-batches-bin";
const maximumBytes = 2 ** 30;

/** What {@link cifar10} reads. */
export interface Cifar10Options {
  readonly split: "train" | "test";
  /** The folder that holds `cifar-10-batches-bin`; `BLOCKZOO_DATA` by default. */
  readonly folder?: string;
  /** Other files of the same format, in the folder. By default the official five for training and one for testing. */
  readonly files?: readonly string[];
}

/**
 * CIFAR-10 from the unpacked files of its official page, 50,000 images for training and 10,000 for testing: see
 * `parseCifar10`.
 *
 * @throws BlockzooError when a file is missing (it says what to download), cut off or not what it should be
 */
export async function cifar10({ split, folder, files = official(split) }: Cifar10Options): Promise<Dataset> {
  const read = async (file: string) => {
    const path = await requireFile(dataFolder(folder), file, address);
    return [path, await readBytes(path, maximumBytes)] as const;
  };
  return parseCifar10(Object.fromEntries(await Promise.all(files.map(read))), `cifar10-${split}`);
}

function official(split: Cifar10Options["split"]): string[] {
  const names = split === "test" ? ["test_batch"] : [1, 2, 3, 4, 5].map((part) => `data_batch_${part}`);
  return names.map((name) => `${directory}/${name}.bin`);
}
