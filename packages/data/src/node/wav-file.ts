import { readBytes } from "@blockzoo/weights/node";
import { parseWav, type Wav } from "../wav.js";

/** {@link parseWav} for a file; `maxBytes` bounds it, 256 MiB by default: 50 minutes of a CD. */
export async function readWav(path: string, { maxBytes = 2 ** 28 }: { maxBytes?: number } = {}): Promise<Wav> {
  return parseWav(await readBytes(path, maxBytes), { name: path });
}
