import { BlockzooError } from "@blockzoo/core";
import type { NodeModules } from "./node-modules.js";
import { reasonOf, request, WrongAnswer } from "./request.js";
import { fileName, problemWith, type DownloadOptions, type WeightsSource } from "./weights-source.js";

/** How often one address is asked, as long as something arrives. */
const ATTEMPTS = 5;

/** How often in a row nothing may arrive: what was on its way when a line is cut can be lost with it. */
const IDLE_ATTEMPTS = 2;

interface Download extends Pick<DownloadOptions, "onProgress" | "idleTimeout" | "signal"> {
  readonly fs: NodeModules["fs"];
}

/**
 * Fetches a source into a file, which may hold its beginning already, and returns the bytes once they are the right ones.
 * Addresses are asked in order. After a cut the file keeps what arrived; a wrong one is removed.
 *
 * @throws BlockzooError that lists what each address did
 */
export async function downloadFile(path: string, source: WeightsSource, download: Download): Promise<Uint8Array> {
  const failures: string[] = [];
  for (const url of [source.url, ...(source.mirrors ?? [])]) {
    let idle = 0;
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      const from = await usableBytes(path, source.size, download.fs);
      try {
        await append(path, { url, from, size: source.size, ...download });
        const bytes = await download.fs.readFile(path);
        const problem = await problemWith(bytes, source);
        if (problem === undefined) return bytes;
        throw new WrongAnswer(problem);
      } catch (error) {
        if (download.signal?.aborted === true) throw aborted(source, error);
        // No other address mends a full disk.
        if (isOfDisk(error)) throw error;
        failures.push(`${url}: ${reasonOf(error)}`);
        // A part that another server, or an older file, began says nothing of this server: it may send all of it.
        if (error instanceof WrongAnswer) await download.fs.rm(path, { force: true });
        idle = (await sizeOf(path, download.fs)) > from ? 0 : idle + 1;
        const isWorthAnother = error instanceof WrongAnswer ? from > 0 : idle < IDLE_ATTEMPTS;
        if (!isWorthAnother) break;
      }
    }
  }
  throw new BlockzooError([`${fileName(source.url)} cannot be downloaded:`, ...new Set(failures)].join("\n  "), {
    kind: "failure",
  });
}

interface Append extends Download {
  readonly url: URL;
  readonly from: number;
  readonly size: number;
}

/** Adds to the file what the server has of it; returns when all is there. */
async function append(path: string, { url, from, size, fs, onProgress, ...waiting }: Append): Promise<void> {
  if (from === size) return;
  const { start, chunks } = await request(url, { from, size, ...waiting });
  const file = await fs.open(path, start > 0 ? "a" : "w");
  try {
    let received = start;
    for await (const chunk of chunks) {
      await file.writeFile(chunk);
      received += chunk.length;
      onProgress?.({ received, size });
    }
    await file.sync();
    if (received < size) throw new Error(`the connection was closed after ${received} of ${size} bytes`);
  } finally {
    await file.close();
  }
}

/** What of an unfinished file can be gone on from; one that is too long is none. */
async function usableBytes(path: string, size: number, fs: NodeModules["fs"]): Promise<number> {
  const found = await sizeOf(path, fs);
  if (found <= size) return found;
  await fs.rm(path);
  return 0;
}

async function sizeOf(path: string, fs: NodeModules["fs"]): Promise<number> {
  return (await fs.stat(path).catch(() => undefined))?.size ?? 0;
}

function aborted({ url }: WeightsSource, cause: unknown): BlockzooError {
  return new BlockzooError(`${fileName(url)}: the download was stopped; it goes on from there the next time`, {
    cause,
    kind: "failure",
  });
}

/** An error of the file system; one of the network is not a system call's but `fetch`'s. */
export function isOfDisk(error: unknown): boolean {
  return error instanceof Error && "syscall" in error;
}
