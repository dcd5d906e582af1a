import { afterEach, describe, expect, it, vi } from "vitest";
import { fetchInPage } from "../src/sources/page-cache.js";
import { always, cutAfter, file, serve, sourceOf } from "./weights-server.js";

const bytes = Uint8Array.from({ length: 50_000 }, (_, index) => (index * 37) % 251);

/** What a page's Cache does, as far as it is used: the browser's own is tried in the browser. */
function memoryCache() {
  const entries = new Map<string, Response>();
  const cache = {
    match: async (key: string) => entries.get(key)?.clone(),
    put: async (key: string, response: Response) => void entries.set(key, response),
    delete: async (key: string) => entries.delete(key),
  };
  vi.stubGlobal("caches", { open: async () => cache });
  return entries;
}

afterEach(() => vi.unstubAllGlobals());

describe("fetchInPage", () => {
  it("fetches once, and then takes the page's cache", async () => {
    memoryCache();
    const { url, requests } = await serve({ "/w": file(bytes) });
    const source = sourceOf(bytes, url("/w"));
    expect(await fetchInPage(source, {})).toEqual(bytes);
    expect(await fetchInPage(source, { offline: true })).toEqual(bytes);
    expect(requests).toEqual(["/w"]);
  });

  it("fetches again what the cache has damaged", async () => {
    const entries = memoryCache();
    const { url, requests } = await serve({ "/w": file(bytes) });
    const source = sourceOf(bytes, url("/w"));
    entries.set(source.url.href, new Response(new Uint8Array(50_000)));
    expect(await fetchInPage(source, {})).toEqual(bytes);
    expect(new Uint8Array(await entries.get(source.url.href)!.arrayBuffer())).toEqual(bytes);
    expect(requests).toEqual(["/w"]);
  });

  it("works without a cache, or with a full one", async () => {
    const { url, requests } = await serve({ "/w": file(bytes) });
    const source = sourceOf(bytes, url("/w"));
    expect(await fetchInPage(source, {})).toEqual(bytes);
    const full = { match: async () => undefined, put: () => Promise.reject(new Error("QuotaExceededError")) };
    vi.stubGlobal("caches", { open: async () => full });
    expect(await fetchInPage(source, {})).toEqual(bytes);
    vi.stubGlobal("caches", { open: () => Promise.reject(new Error("SecurityError")) });
    expect(await fetchInPage(source, {})).toEqual(bytes);
    expect(requests).toHaveLength(3);
  });

  it("asks mirrors in order, and lists what each did", async () => {
    const handlers = { "/cut": cutAfter(bytes, 100), "/wrong": always(new Uint8Array(50_000)), "/w": file(bytes) };
    const { url } = await serve(handlers);
    const addresses = [url("/none"), url("/cut"), url("/wrong")] as const;
    expect(await fetchInPage(sourceOf(bytes, ...addresses, url("/w")), {})).toEqual(bytes);
    await expect(fetchInPage(sourceOf(bytes, ...addresses), {})).rejects.toThrow(
      /^none cannot be downloaded:\n.*\/none: the server answers 404.*\n.*\/cut: .*\n.*\/wrong: has the sha256/,
    );
    await expect(fetchInPage(sourceOf(bytes, url("/w")), { offline: true })).rejects.toThrow(/not in the page's cache/);
  });
});
