import { spawn } from "node:child_process";
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { mkdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { BlockzooError } from "@blockzoo/core";
import { fetchWeights, largeDownload, type DownloadOptions, type WeightsSource } from "@blockzoo/weights";
import { cachedFiles, cachedPath, clearCache, isCached } from "@blockzoo/weights/node";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { cacheFolder } from "../src/sources/file-cache.js";
import { nodeModules } from "../src/sources/node-modules.js";
import {
  always,
  cutAfter,
  cutAtOnce,
  file,
  oneAfterAnother,
  serve,
  sourceOf,
  stall,
  type Handler,
} from "./weights-server.js";

const bytes = Uint8Array.from({ length: 100_000 }, (_, index) => (index * 37) % 251);
const other = bytes.map((byte) => byte ^ 1);

let cache: string;
beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), "blockzoo-cache-"));
  vi.stubEnv("BLOCKZOO_CACHE", cache);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(cache, { recursive: true });
});

const inCache = (): string[] => {
  const folder = join(cache, "weights");
  return existsSync(folder) ? readdirSync(folder) : [];
};

async function expectFetched(source: WeightsSource, options?: DownloadOptions): Promise<void> {
  const found = await fetchWeights(source, options);
  expect(Buffer.compare(found, bytes)).toBe(0);
  expect(inCache()).toEqual([`${source.sha256}.pth`]);
  expect(Buffer.compare(readFileSync(cachedPath(source)), bytes)).toBe(0);
}

async function failure(source: WeightsSource, options?: DownloadOptions): Promise<BlockzooError> {
  const error: unknown = await fetchWeights(source, options).then(
    () => new Error("it was fetched"),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(BlockzooError);
  return error as BlockzooError;
}

describe("fetchWeights", () => {
  it("fetches once, and then takes the file of the cache", async () => {
    const { url, requests } = await serve({ "/w.pth": file(bytes) });
    const source = sourceOf(bytes, url("/w.pth"));
    const received: number[] = [];
    await expectFetched(source, { onProgress: (progress) => received.push(progress.received) });
    expect(received.at(-1)).toBe(bytes.length);
    await expectFetched(source, { offline: true });
    expect(requests).toEqual(["/w.pth"]);
  });

  it("goes on after a cut", async () => {
    const handler = oneAfterAnother(cutAfter(bytes, 30_000), cutAfter(bytes, 20_000), file(bytes));
    const { url, requests } = await serve({ "/w.pth": handler });
    await expectFetched(sourceOf(bytes, url("/w.pth")));
    expect(requests).toEqual(["/w.pth", "/w.pth bytes=30000-", "/w.pth bytes=50000-"]);
  });

  it("goes on the next time, and from another address, where it was cut for good", async () => {
    const broken = oneAfterAnother(cutAfter(bytes, 40_000), cutAtOnce);
    const { url, requests } = await serve({ "/w.pth": broken, "/m.pth": file(bytes) });
    const source = sourceOf(bytes, url("/w.pth"));
    const { kind, message } = await failure(source);
    expect(kind).toBe("failure");
    expect(message).toMatch(/^w\.pth cannot be downloaded:\n {2}http:\S+\/w\.pth: \S.*\n {2}http:\S+\/w\.pth: \S/);
    expect(await cachedFiles()).toEqual([{ path: `${cachedPath(source)}.part`, size: 40_000, isPart: true }]);
    await expectFetched({ ...source, mirrors: [url("/m.pth")] });
    // A line that is cut without a byte is tried twice.
    expect(requests.slice(3)).toEqual(["/w.pth bytes=40000-", "/w.pth bytes=40000-", "/m.pth bytes=40000-"]);
  });

  it("starts over where a server ignores the range, or has other ideas of it", async () => {
    const otherPart: Handler = (_, response) => {
      response.writeHead(206, { "content-range": "bytes 7-99999/100000" }).end(bytes.subarray(7));
    };
    const refuse: Handler = (_, response) => response.writeHead(416).end();
    for (const second of [always(bytes), otherPart, refuse]) {
      const { url } = await serve({ "/w.pth": oneAfterAnother(cutAfter(bytes, 30_000), second, always(bytes)) });
      await expectFetched(sourceOf(bytes, url("/w.pth")));
      await clearCache();
    }
  });

  it("starts over where what was there was the beginning of another file", async () => {
    const { url, requests } = await serve({ "/w.pth": file(bytes) });
    const source = sourceOf(bytes, url("/w.pth"));
    const part = `${cachedPath(source)}.part`;
    await mkdir(dirname(part), { recursive: true });
    for (const content of [other.subarray(0, 50_000), other, new Uint8Array(100_001)]) {
      writeFileSync(part, content);
      await expectFetched(source);
      rmSync(cachedPath(source));
    }
    expect(requests).toEqual(["/w.pth bytes=50000-", "/w.pth", "/w.pth", "/w.pth"]);
  });

  it.each([
    ["a server that is not there", cutAtOnce, /fetch failed|closed/],
    ["a missing file", undefined, /the server answers 404 Not Found/],
    ["a web page", always("<html>", { "content-type": "text/html; charset=utf-8" }), /a web page instead of a file/],
    ["another size", always(bytes.subarray(1)), /has 99999 bytes, expected 100000/],
    [
      "more than the size",
      always(Buffer.concat([bytes, bytes]), { "transfer-encoding": "chunked" }),
      /more than the 100000 bytes/,
    ],
    [
      "other content",
      always(other),
      /has the sha256 [0-9a-f]{64}, expected [0-9a-f]{64}: the file was changed or damaged/,
    ],
    ["a stall", stall(bytes), /nothing arrived for 200 ms/],
  ])("asks the mirror after %s, and says what happened where there is none", async (_, handler, message) => {
    const { url, requests } = await serve({ ...(handler && { "/w.pth": handler }), "/m.pth": file(bytes) });
    const [first, mirror] = [url("/w.pth"), url("/m.pth")];
    const options = { idleTimeout: 200 };
    const error = await failure(sourceOf(bytes, first), options);
    expect({ kind: error.kind, message: error.message }).toEqual({
      kind: "failure",
      message: expect.stringMatching(message),
    });
    await expectFetched(sourceOf(bytes, first, mirror), options);
    expect(requests.at(-1)).toMatch(/^\/m\.pth/);
  });

  it("reads endless streams no further than the size", async () => {
    let sent = 0;
    const { url } = await serve({
      "/w.pth": (_, response) => {
        const send = (): void => {
          while (!response.destroyed && response.write(new Uint8Array(65_536))) sent += 65_536;
          response.once("drain", send);
        };
        send();
      },
    });
    expect((await failure(sourceOf(bytes, url("/w.pth")))).message).toContain("more than the 100000 bytes");
    expect(sent).toBeLessThan(64 * 2 ** 20);
    expect(inCache()).toEqual([]);
  });

  it("says what is missing and where to put it when nothing may be fetched", async () => {
    const { url, requests } = await serve({ "/w.pth": file(bytes) });
    const source = sourceOf(bytes, url("/w.pth"));
    vi.stubEnv("BLOCKZOO_OFFLINE", "1");
    const { kind, message } = await failure(source);
    expect(kind).toBe("input");
    expect(message).toContain(`get ${source.url} elsewhere, 100000 bytes with the sha256 ${source.sha256}`);
    const place = /put it at (.*)$/.exec(message)![1]!;
    expect(place).toBe(cachedPath(source));
    await mkdir(dirname(place), { recursive: true });
    writeFileSync(place, bytes);
    await expectFetched(source);
    await expect(isCached(source)).resolves.toBe(true);
    expect(requests).toEqual([]);
  });

  it("fetches again what was damaged in the cache", async () => {
    const { url, requests } = await serve({ "/w.pth": file(bytes) });
    const source = sourceOf(bytes, url("/w.pth"));
    await expectFetched(source);
    writeFileSync(cachedPath(source), other);
    await expect(failure(source, { offline: true })).resolves.toMatchObject({ kind: "input" });
    await expectFetched(source);
    expect(requests).toHaveLength(2);
  });

  it("asks before it fetches much, with size and licence", async () => {
    const large = new Uint8Array(largeDownload + 1);
    const { url, requests } = await serve({ "/large.safetensors": file(large) });
    const source = sourceOf(large, url("/large.safetensors"));
    const line = `large.safetensors: 10.0 MB from ${source.url.host}, licence: MIT`;
    expect((await failure(source)).message).toBe(
      `${line}: a download of this size needs consent: pass { consent: () => true }`,
    );
    expect((await failure(source, { consent: async () => false })).message).toBe(`${line}: not downloaded`);
    expect(requests).toEqual([]);
    const notices: string[] = [];
    await fetchWeights(source, { consent: ({ message }) => notices.push(message) > 0 });
    expect(notices).toEqual([line]);
    expect(requests).toHaveLength(1);
  });

  it("stops when it is told to, and goes on later", async () => {
    const { url, requests } = await serve({ "/w.pth": oneAfterAnother(stall(bytes), file(bytes)) });
    const source = sourceOf(bytes, url("/w.pth"));
    const stop = new AbortController();
    const options = { signal: stop.signal, onProgress: () => stop.abort() };
    expect((await failure(source, options)).message).toMatch(/the download was stopped/);
    await expectFetched(source);
    expect(requests).toEqual(["/w.pth", "/w.pth bytes=10-"]);
  });

  it("refuses a cache that is no folder", async () => {
    const { url } = await serve({ "/w.pth": file(bytes) });
    writeFileSync(join(cache, "taken"), "");
    vi.stubEnv("BLOCKZOO_CACHE", join(cache, "taken"));
    const message = /cannot be written: E.*: set BLOCKZOO_CACHE to another folder/;
    expect((await failure(sourceOf(bytes, url("/w.pth")))).message).toMatch(message);
    // A folder where the file is to be: nothing that a mirror could mend.
    vi.stubEnv("BLOCKZOO_CACHE", cache);
    const source = sourceOf(bytes, url("/w.pth"), url("/w.pth"));
    await mkdir(`${cachedPath(source)}.part`, { recursive: true });
    expect((await failure(source)).message).toMatch(message);
  });
});

describe("several at once", () => {
  it("in one process fetch once", async () => {
    const { url, requests } = await serve({ "/w.pth": file(bytes) });
    const source = sourceOf(bytes, url("/w.pth"));
    const all = await Promise.all(Array.from({ length: 5 }, () => fetchWeights(source)));
    expect(all.every((found) => Buffer.compare(found, bytes) === 0)).toBe(true);
    expect(requests).toEqual(["/w.pth"]);
  });

  it("in two processes fetch once", { timeout: 60_000 }, async () => {
    const { url, requests } = await serve({ "/w.pth": slowly });
    const source = sourceOf(bytes, url("/w.pth"));
    const outputs = await Promise.all([fetchInProcess(source), fetchInProcess(source)]);
    expect(outputs).toEqual(["100000\n", "100000\n"]);
    expect(requests).toEqual(["/w.pth"]);
    expect(inCache()).toEqual([`${source.sha256}.pth`]);
  });

  it("are not stopped by the lock of a process that died", async () => {
    const { url } = await serve({ "/w.pth": file(bytes) });
    const source = sourceOf(bytes, url("/w.pth"));
    const lock = `${cachedPath(source)}.lock`;
    await mkdir(dirname(lock), { recursive: true });
    writeFileSync(lock, "");
    const minuteAgo = statSync(lock).mtimeMs / 1000 - 60;
    utimesSync(lock, minuteAgo, minuteAgo);
    await expectFetched(source);
  });

  it("wait no longer than they are let", async () => {
    const { url, requests } = await serve({ "/w.pth": file(bytes) });
    const source = sourceOf(bytes, url("/w.pth"));
    await mkdir(join(cache, "weights"), { recursive: true });
    writeFileSync(`${cachedPath(source)}.lock`, "");
    await expect(fetchWeights(source, { signal: AbortSignal.timeout(250) })).rejects.toThrow(/timeout|aborted/);
    expect(requests).toEqual([]);
  });
});

describe("the cache", () => {
  it("lists and clears what it made, and nothing else", async () => {
    const { url } = await serve({ "/w.pth": file(bytes) });
    const source = sourceOf(bytes, url("/w.pth"));
    expect(await cachedFiles()).toEqual([]);
    await fetchWeights(source);
    writeFileSync(join(cache, "weights", "diary.txt"), "dear diary");
    expect(await cachedFiles()).toEqual([{ path: cachedPath(source), size: 100_000, isPart: false }]);
    expect(await clearCache()).toHaveLength(1);
    expect(inCache()).toEqual(["diary.txt"]);
  });

  it.each([
    [{ BLOCKZOO_CACHE: "/own", XDG_CACHE_HOME: "/xdg" }, "linux", resolve("/own")],
    [{ XDG_CACHE_HOME: "/xdg" }, "linux", join("/xdg", "blockzoo")],
    [{ XDG_CACHE_HOME: "" }, "linux", join("/home", ".cache", "blockzoo")],
    [{}, "darwin", join("/home", "Library", "Caches", "blockzoo")],
    [{ LOCALAPPDATA: "/local" }, "win32", join("/local", "blockzoo", "cache")],
  ] as const)("lies for %j on %s at %s", (env, platform, expected) => {
    const node = nodeModules()!;
    const process = { env, platform } as unknown as NodeJS.Process;
    expect(cacheFolder({ ...node, os: { ...node.os, homedir: () => "/home" }, process })).toBe(expected);
  });
});

/** A tenth of the file every 50 ms. */
const slowly: Handler = (_, response) => {
  response.writeHead(200, { "content-length": bytes.length });
  let sent = 0;
  const timer = setInterval(() => {
    response.write(bytes.subarray(sent, (sent += 10_000)));
    if (sent >= bytes.length) clearInterval(timer);
  }, 50);
};

/** Fetches in a process of its own, and returns what that prints: the number of bytes. */
function fetchInProcess({ url, size, sha256 }: WeightsSource): Promise<string> {
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;
  const program = `import { fetchWeights } from "@blockzoo/weights";
    const source = { url: new URL("${url}"), size: ${size}, sha256: "${sha256}" };
    console.log((await fetchWeights(source)).length);`;
  const args = ["--conditions=@blockzoo/source", "--import", tsx, "--input-type=module", "-e", program];
  const child = spawn(process.execPath, args, { cwd: fileURLToPath(new URL("..", import.meta.url)) });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => (output += text));
  return new Promise((done) => child.on("close", () => done(output)));
}
