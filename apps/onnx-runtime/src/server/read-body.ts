import type { IncomingMessage } from "node:http";
import { Refusal } from "./refusal.js";

const maximumMegabytes = 8;

/**
 * Keeps no more than a picture may have. The rest is read and dropped, since clients do not hear an answer while they send;
 * the server's time limit ends what never ends.
 *
 * @throws Refusal 413 where there is more
 */
export async function readBody(request: IncomingMessage): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= maximumMegabytes * 1e6) chunks.push(chunk);
    else chunks.length = 0;
  }
  if (size > maximumMegabytes * 1e6) throw new Refusal(413, `a picture has at most ${maximumMegabytes} MB`);
  return Buffer.concat(chunks);
}
