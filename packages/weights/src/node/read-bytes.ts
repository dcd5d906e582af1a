import { BlockzooError, check, messageOf } from "@blockzoo/core";
import { node } from "./builtin.js";

/** The bytes of a file, refused before it is read when it is larger than `maxBytes`. */
export async function readBytes(path: string, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  try {
    await using handle = await node.fs.open(path);
    const stats = await handle.stat();
    check(stats.isFile(), () => `${path}: is not a file`);
    check(
      stats.size <= maxBytes,
      () => `${path}: has ${stats.size} bytes, more than the limit of ${maxBytes} (maxBytes)`,
    );
    return await handle.readFile();
  } catch (cause) {
    if (cause instanceof BlockzooError) throw cause;
    throw new BlockzooError(`${path}: cannot be read: ${messageOf(cause)}`, { cause });
  }
}
