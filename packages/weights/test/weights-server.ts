import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createHash } from "node:crypto";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import type { WeightsSource } from "@blockzoo/weights";

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** A server on this machine: what it answers is a handler for each path. */
export interface WeightsServer {
  /** `/name range` of each request, in order. */
  readonly requests: string[];
  url(path: string): URL;
}

export async function serve(handlers: Readonly<Record<string, Handler>>): Promise<WeightsServer> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push([request.url, request.headers.range].join(" ").trim());
    (handlers[request.url!] ?? notFound)(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo;
  return { requests, url: (path) => new URL(`http://127.0.0.1:${port}${path}`) };
}

export const sourceOf = (bytes: Uint8Array, url: URL, ...mirrors: URL[]): WeightsSource => ({
  url,
  mirrors,
  size: bytes.length,
  sha256: createHash("sha256").update(bytes).digest("hex"),
  licence: "MIT",
});

const notFound: Handler = (_, response) => response.writeHead(404).end("not here");

/** The file, or the part of it that is asked for. */
export const file =
  (bytes: Uint8Array): Handler =>
  (request, response) => {
    const from = rangeOf(request);
    const headers = { "content-range": `bytes ${from}-${bytes.length - 1}/${bytes.length}` };
    response.writeHead(from > 0 ? 206 : 200, { "content-length": bytes.length - from, ...(from > 0 && headers) });
    response.end(bytes.subarray(from));
  };

/** Answers with exactly this, whatever is asked for; without a length where `headers` say chunked. */
export const always =
  (content: Uint8Array | string, headers: Record<string, string | number> = {}): Handler =>
  (_, response) => {
    const length = "transfer-encoding" in headers ? {} : { "content-length": content.length };
    response.writeHead(200, { ...length, ...headers }).end(content);
  };

/** The next handler of a list for each request; the last one stays. */
export function oneAfterAnother(...handlers: Handler[]): Handler {
  let count = 0;
  return (request, response) => handlers[Math.min(count++, handlers.length - 1)]!(request, response);
}

/** So many bytes more, and then, when they had time to arrive, the line is cut. */
export const cutAfter =
  (bytes: Uint8Array, count: number): Handler =>
  (request, response) => {
    const from = rangeOf(request);
    const headers = { "content-range": `bytes ${from}-${bytes.length - 1}/${bytes.length}` };
    response.writeHead(from > 0 ? 206 : 200, { "content-length": bytes.length - from, ...(from > 0 && headers) });
    response.write(bytes.subarray(from, from + count), () => setTimeout(() => response.destroy(), 250));
  };

export const cutAtOnce: Handler = (request) => request.socket.destroy();

/** Sends the beginning, and then nothing more. */
export const stall =
  (bytes: Uint8Array): Handler =>
  (_, response) => {
    response.writeHead(200, { "content-length": bytes.length });
    response.write(bytes.subarray(0, 10));
  };

function rangeOf({ headers }: IncomingMessage): number {
  return Number(/^bytes=(\d+)-$/.exec(headers.range ?? "")?.[1] ?? 0);
}
