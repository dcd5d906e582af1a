import { BlockzooError, check, messageOf } from "@blockzoo/core";
import { checkIdxSize, parseIdx, parseIdxHeader, type IdxArray } from "../idx.js";
import { readBytes } from "@blockzoo/weights/node";

/** Deflate expands at most by this factor (RFC 1951 allows 258 bytes for 2 bits), so 1 kB gives a whole IDX header. */
const MAX_EXPANSION = 1032;
const HEAD_BYTES = 1024;

/**
 * Reads an IDX file, compressed with gzip or not: which one, its first bytes tell.
 *
 * @param options `maxBytes` bounds the file and what is unpacked from it, 1 GiB by default
 * @throws BlockzooError when the file is not IDX, has not the size that its header declares, or exceeds `maxBytes`. The
 * declared size bounds the unpacking, and is compared with what the file can hold before memory is taken.
 */
export async function readIdx(path: string, { maxBytes = 2 ** 30 }: { maxBytes?: number } = {}): Promise<IdxArray> {
  const bytes = await readBytes(path, maxBytes);
  const compressed = bytes[0] === 0x1f && bytes[1] === 0x8b;
  return parseIdx(compressed ? await unpack(bytes, path, maxBytes) : bytes, { name: path });
}

async function unpack(bytes: Uint8Array, path: string, maxBytes: number): Promise<Uint8Array> {
  const { shape, fileBytes } = parseIdxHeader(unpackHead(bytes, path), { name: path });
  check(
    fileBytes <= maxBytes,
    () => `${path}: declares [${shape}], ${fileBytes} bytes, more than the limit of ${maxBytes} (maxBytes)`,
  );
  check(
    fileBytes <= bytes.length * MAX_EXPANSION,
    () => `${path}: declares [${shape}], ${fileBytes} bytes, which ${bytes.length} compressed ones cannot hold`,
  );
  const { promisify } = process.getBuiltinModule("node:util");
  try {
    return await promisify(process.getBuiltinModule("node:zlib").gunzip)(bytes, { maxOutputLength: fileBytes });
  } catch (cause) {
    // One byte more than declared stops the unpacking.
    if (isCode(cause, "ERR_BUFFER_TOO_LARGE")) checkIdxSize(fileBytes + 1, fileBytes, shape, path);
    throw damaged(path, cause);
  }
}

/** The start of the unpacked file; at most about 1 MB. */
function unpackHead(bytes: Uint8Array, path: string): Uint8Array {
  const { constants, gunzipSync } = process.getBuiltinModule("node:zlib");
  try {
    return gunzipSync(bytes.subarray(0, HEAD_BYTES), { finishFlush: constants.Z_SYNC_FLUSH });
  } catch (cause) {
    throw damaged(path, cause);
  }
}

function damaged(path: string, cause: unknown): BlockzooError {
  return new BlockzooError(
    `${path}: the gzip data are damaged or truncated (${messageOf(cause)}): download the file again`,
    { cause },
  );
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
