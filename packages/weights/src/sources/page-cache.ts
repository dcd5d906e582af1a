import { BlockzooError } from "@blockzoo/core";
import { reasonOf, request } from "./request.js";
import { askConsent, fileName, problemWith, type DownloadOptions, type WeightsSource } from "./weights-source.js";

const CACHE = "blockzoo-weights";

/**
 * The bytes of a source in a page: from the browser's Cache, or fetched and put there. Where a page has no Cache, as on
 * plain http, they are fetched each time.
 */
export async function fetchInPage(source: WeightsSource, options: DownloadOptions): Promise<Uint8Array> {
  const cache = await openCache();
  const key = source.url.href;
  const stored = await cache?.match(key);
  if (stored !== undefined) {
    const bytes = new Uint8Array(await stored.arrayBuffer());
    if ((await problemWith(bytes, source)) === undefined) return bytes;
    await cache?.delete(key);
  }
  if (options.offline === true) {
    throw new BlockzooError(`${fileName(source.url)} is not in the page's cache, and nothing may be fetched (offline)`);
  }
  await askConsent(source, options);
  const bytes = await download(source, options);
  // A full disk must not keep the page from working.
  await cache?.put(key, new Response(bytes)).catch(() => undefined);
  return bytes;
}

async function openCache(): Promise<Cache | undefined> {
  try {
    return await globalThis.caches?.open(CACHE);
  } catch {
    // Forbidden by the user's settings.
    return undefined;
  }
}

async function download(source: WeightsSource, options: DownloadOptions): Promise<Uint8Array<ArrayBuffer>> {
  const failures: string[] = [];
  for (const url of [source.url, ...(source.mirrors ?? [])]) {
    try {
      const bytes = await fetchAll(url, source.size, options);
      const problem = await problemWith(bytes, source);
      if (problem === undefined) return bytes;
      failures.push(`${url}: ${problem}`);
    } catch (error) {
      options.signal?.throwIfAborted();
      failures.push(`${url}: ${reasonOf(error)}`);
    }
  }
  throw new BlockzooError([`${fileName(source.url)} cannot be downloaded:`, ...failures].join("\n  "), {
    kind: "failure",
  });
}

async function fetchAll(url: URL, size: number, options: DownloadOptions): Promise<Uint8Array<ArrayBuffer>> {
  const { chunks } = await request(url, { from: 0, size, ...options });
  const pieces: Uint8Array[] = [];
  let received = 0;
  for await (const chunk of chunks) {
    pieces.push(chunk);
    received += chunk.length;
    options.onProgress?.({ received, size });
  }
  const bytes = new Uint8Array(received);
  let place = 0;
  for (const piece of pieces) {
    bytes.set(piece, place);
    place += piece.length;
  }
  return bytes;
}
