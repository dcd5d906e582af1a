import type { DownloadOptions } from "./weights-source.js";

/** What is asked of a server. */
export interface Request extends Pick<DownloadOptions, "signal" | "idleTimeout"> {
  /** How many bytes are there already. */
  readonly from: number;
  /** How many the whole file has. */
  readonly size: number;
}

/** What a server sends: bytes from `start` on, never more than the file has. */
export interface Part {
  readonly start: number;
  readonly chunks: AsyncIterable<Uint8Array>;
}

/** The server answers, but not with the file: no use to ask it again. */
export class WrongAnswer extends Error {}

/**
 * Asks for a file, or the rest of it. A server that ignores the range sends all, so `start` is then 0.
 *
 * @throws WrongAnswer for anything that cannot be the file; another error where the connection fails
 */
export async function request(url: URL, { from, size, signal, idleTimeout = 30_000 }: Request): Promise<Part> {
  const idle = new IdleTimer(idleTimeout);
  // Compressed on the way, a length would say nothing; a page cannot ask for that, and its lengths are then not compared.
  const headers = { "accept-encoding": "identity", ...(from > 0 && { range: `bytes=${from}-` }) };
  const stop = signal === undefined ? idle.signal : AbortSignal.any([signal, idle.signal]);
  try {
    const response = await fetch(url, { headers, signal: stop });
    const start = checkAnswer(response, { from, size });
    return { start, chunks: bounded(response, { start, size, idle }) };
  } catch (error) {
    idle.end();
    throw error;
  }
}

/** Where the answer begins. */
function checkAnswer(response: Response, { from, size }: Pick<Request, "from" | "size">): number {
  const { status, headers } = response;
  if (from > 0 && status === 416) throw new WrongAnswer("the server has no bytes after those that are there");
  if (!response.ok) throw new WrongAnswer(`the server answers ${status} ${response.statusText}`.trim());
  if (headers.get("content-type")?.startsWith("text/html") === true) {
    throw new WrongAnswer("the server sends a web page instead of a file");
  }
  if (status === 206) {
    const [, first, total] = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(headers.get("content-range") ?? "") ?? [];
    if (Number(first) !== from) throw new WrongAnswer(`the server sends another part than the one from byte ${from}`);
    if (total !== "*" && Number(total) !== size) throw new WrongAnswer(`has ${total} bytes, expected ${size}`);
    return from;
  }
  const length = headers.get("content-length");
  if (length !== null && !headers.has("content-encoding") && Number(length) !== size) {
    throw new WrongAnswer(`has ${length} bytes, expected ${size}`);
  }
  return 0;
}

interface Bounds {
  readonly start: number;
  readonly size: number;
  readonly idle: IdleTimer;
}

async function* bounded(response: Response, { start, size, idle }: Bounds): AsyncGenerator<Uint8Array> {
  const reader = response.body?.getReader();
  try {
    let end = start;
    for (;;) {
      const chunk = await reader?.read();
      if (chunk?.value === undefined) return;
      idle.restart();
      end += chunk.value.length;
      if (end > size) throw new WrongAnswer(`the server sends more than the ${size} bytes of the file`);
      yield chunk.value;
    }
  } finally {
    idle.end();
    // Whoever stops reading does not wait for the rest; a stream that failed has nothing to cancel.
    await reader?.cancel().catch(() => undefined);
  }
}

/** Aborts when it has not been restarted for a while. */
class IdleTimer {
  readonly #controller = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(readonly milliseconds: number) {
    this.restart();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  restart(): void {
    clearTimeout(this.#timer);
    const reason = new Error(`nothing arrived for ${this.milliseconds} ms`);
    this.#timer = setTimeout(() => this.#controller.abort(reason), this.milliseconds);
  }

  end(): void {
    clearTimeout(this.#timer);
  }
}

/** What went wrong, with the cause that `fetch` hides behind "fetch failed". */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { message, cause } = error;
  return cause instanceof Error && cause.message !== "" ? `${message} (${cause.message})` : message;
}
