import type { IncomingMessage } from "node:http";
import { Refusal } from "./refusal.js";

const maximumMegabytes = 8;

/** @throws Refusal 413 as soon as the body is known to be too large */
export async function readBody(request: IncomingMessage): Promise<Uint8Array> {
  const tooLarge = () => new Refusal(413, `a picture has at most ${maximumMegabytes} MB`);
  const maximum = maximumMegabytes * 1e6;
  if (Number(request.headers["content-length"] ?? 0) > maximum) throw tooLarge();
  const chunks: Buffer[] = [];
  let size = 0;
  // Left as it is when the loop is left, so that the refusal can still be sent.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maximum) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
