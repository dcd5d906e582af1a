import type { promises } from "node:fs";
import { BlockzooError, check, messageOf } from "@blockzoo/core";

/**
 * The bytes at a path or address: files in Node by path or `file:` URL, everything else with `fetch`. What says that it is
 * larger than `maxBytes` is refused before it is read.
 *
 * @throws BlockzooError naming the source where it cannot be read
 */
export async function readResource(source: string | URL, maxBytes: number): Promise<Uint8Array> {
  const isAddress = source instanceof URL ? source.protocol !== "file:" : /^(https?|data|blob):/.test(source);
  const files = isAddress ? undefined : nodeFiles();
  if (files === undefined) return fetchBytes(String(source), maxBytes);
  try {
    checkSize(source, (await files.stat(toPath(source))).size, maxBytes);
    return new Uint8Array(await files.readFile(toPath(source)));
  } catch (error) {
    if (error instanceof BlockzooError) throw error;
    throw new BlockzooError(`${String(source)}: cannot be read: ${messageOf(error)}`, { cause: error });
  }
}

/** `"file:///a/b"` as a string is a URL too. */
function toPath(source: string | URL): string | URL {
  return typeof source === "string" && source.startsWith("file:") ? new URL(source) : source;
}

/**
 * Node's file functions, undefined elsewhere. Asking the process keeps the import out of what bundlers see, which would
 * otherwise fail on `node:` in a browser build.
 */
function nodeFiles(): typeof promises | undefined {
  return globalThis.process?.getBuiltinModule?.("node:fs/promises");
}

function checkSize(source: string | URL, size: number, maxBytes: number): void {
  check(
    size <= maxBytes,
    () => `${String(source)}: has ${size} bytes, more than the ${maxBytes} that are expected at the most`,
  );
}

async function fetchBytes(address: string, maxBytes: number): Promise<Uint8Array> {
  let response: Response;
  try {
    response = await fetch(address);
  } catch (error) {
    throw new BlockzooError(`${address}: cannot be fetched: ${messageOf(error)}`, { cause: error });
  }
  if (!response.ok) throw new BlockzooError(`${address}: the server answers ${response.status} ${response.statusText}`);
  checkSize(address, Number(response.headers.get("content-length") ?? 0), maxBytes);
  return new Uint8Array(await response.arrayBuffer());
}
