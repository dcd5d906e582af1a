import { readBytes } from "@blockzoo/weights/node";
import { decodeUtf8 } from "../utf8.js";
import { dataFolder, requireFile } from "./data-folder.js";

/** A file of UTF-8 text; `maxBytes` bounds it, 256 MiB by default. */
export async function readText(
  path: string,
  { maxBytes = 2 ** 28 }: { readonly maxBytes?: number | undefined } = {},
): Promise<string> {
  return decodeUtf8(await readBytes(path, maxBytes), { name: path });
}

/**
 * "Tiny Shakespeare": 1,115,394 characters of plays, of 65 kinds, in the file `tinyshakespeare/input.txt` of the data folder.
 *
 * A. Karpathy, "The Unreasonable Effectiveness of Recurrent Neural Networks", 2015.
 *
 * @throws BlockzooError when the file is missing (it says what to download) or no UTF-8 text
 */
export async function tinyShakespeare({ folder }: { readonly folder?: string } = {}): Promise<string> {
  const address = "https://raw.githubusercontent.com/karpathy/char-rnn/master/data/tinyshakespeare/input.txt";
  return readText(await requireFile(dataFolder(folder), "tinyshakespeare/input.txt", address));
}
