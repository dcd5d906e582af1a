import { nodeModules } from "./node-modules.js";
import { fetchInPage } from "./page-cache.js";
import type { DownloadOptions, WeightsSource } from "./weights-source.js";

/**
 * The bytes of a source, fetched once and kept: in the cache folder in Node, in the browser's Cache in a page. Size and
 * SHA-256 are compared every time. Mirrors are asked in order, and in Node a download that was cut goes on where it ended.
 *
 * @throws BlockzooError where no address has the file, nothing may be fetched, or consent is missing; see
 * {@link DownloadOptions}
 *
 * @example
 * const bytes = await fetchWeights({ url: new URL("https://..."), size: 124_236, sha256: "4f491ecc..." }, {
 *   consent: ({ message }) => confirm(message),
 * });
 * const { tensors } = await readWeights(bytes, { name: "lenet5.pth" });
 */
export async function fetchWeights(source: WeightsSource, options: DownloadOptions = {}): Promise<Uint8Array> {
  const node = nodeModules();
  if (node === undefined) return fetchInPage(source, options);
  return (await import("./file-cache.js")).fetchThroughFiles(source, options, node);
}
