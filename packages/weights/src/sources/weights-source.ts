import { BlockzooError } from "@blockzoo/core";

/** Where a weights file is, and how it is known for the right one. */
export interface WeightsSource {
  /** An http or https address. */
  readonly url: URL;
  /** Other addresses of the same bytes, asked in order where the first fails. */
  readonly mirrors?: readonly URL[];
  /** In bytes. */
  readonly size: number;
  /** In hexadecimal. */
  readonly sha256: string;
  readonly licence?: string;
}

/** What a user is told, and asked, before much is fetched. */
export interface DownloadNotice {
  readonly url: URL;
  readonly size: number;
  readonly licence: string;
  /** All of it in one line. */
  readonly message: string;
}

/** How weights are fetched. */
export interface DownloadOptions {
  /**
   * Asked before a download of more than {@link largeDownload} bytes; without it such a download is refused.
   *
   * @example { consent: ({ message }) => confirm(message) }
   */
  readonly consent?: (notice: DownloadNotice) => boolean | Promise<boolean>;
  /** Whether nothing may be fetched, only taken from the cache; by default whether `BLOCKZOO_OFFLINE` is `1`. */
  readonly offline?: boolean;
  /** Called for each piece that arrives. */
  readonly onProgress?: (progress: { readonly received: number; readonly size: number }) => void;
  /** After so many milliseconds without a byte an attempt counts as cut off; 30,000 by default. */
  readonly idleTimeout?: number;
  readonly signal?: AbortSignal;
}

/** What is larger needs consent: 10 MB. */
export const largeDownload = 10_000_000;

/** Asks for consent where it is needed. */
export async function askConsent(source: WeightsSource, { consent }: DownloadOptions): Promise<void> {
  if (source.size <= largeDownload) return;
  const { url, size, licence = "unknown" } = source;
  const message = `${fileName(url)}: ${megabytes(size)} from ${url.host}, licence: ${licence}`;
  if (consent === undefined) {
    throw new BlockzooError(`${message}: a download of this size needs consent: pass { consent: () => true }`);
  }
  if (!(await consent({ url, size, licence, message }))) throw new BlockzooError(`${message}: not downloaded`);
}

/** The last part of an address. */
export function fileName(url: URL): string {
  return url.pathname.split("/").at(-1) || url.host;
}

export function megabytes(size: number): string {
  return size < 1e5 ? `${size.toLocaleString("en-US")} bytes` : `${(size / 1e6).toFixed(1)} MB`;
}

/** What a file must be like for a source, in words where it is not. */
export async function problemWith(bytes: Uint8Array, source: Pick<WeightsSource, "size" | "sha256">) {
  if (bytes.length !== source.size) {
    return `has ${bytes.length} bytes, expected ${source.size}: the download is incomplete or another file`;
  }
  const found = await sha256(bytes);
  if (found === source.sha256) return undefined;
  return `has the sha256 ${found}, expected ${source.sha256}: the file was changed or damaged`;
}

/** In hexadecimal. */
export async function sha256(bytes: Uint8Array): Promise<string> {
  const subtle = globalThis.crypto?.subtle;
  if (subtle === undefined) {
    throw new BlockzooError("weights cannot be checked here: browsers offer crypto.subtle on https and localhost only");
  }
  const digest = await subtle.digest("SHA-256", bytes as Uint8Array<ArrayBuffer>);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
