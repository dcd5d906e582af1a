import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { OpenClassifier } from "./open-classifier.js";
import { sendPageFile, type PageFiles } from "./page-files.js";
import { readBody } from "./read-body.js";
import { readPicture } from "./read-picture.js";
import { Refusal } from "./refusal.js";

export interface RoutesOptions extends OpenClassifier {
  readonly page: PageFiles;
  /** Whether the page may use threads, for which it must be cross-origin isolated. */
  readonly isIsolated: boolean;
}

/** `POST /classify`, and the files of the page. */
export function answerWith(options: RoutesOptions): RequestListener {
  return (request, response) => {
    if (options.isIsolated) {
      response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
      response.setHeader("Cross-Origin-Embedder-Policy", "require-corp");
    }
    answer(request, response, options).catch((error: unknown) => refuse(request, response, error));
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { classifier, runtime, page }: RoutesOptions,
): Promise<void> {
  const { pathname } = new URL(request.url ?? "/", "http://localhost");
  const allowed = pathname === "/classify" ? ["POST"] : ["GET", "HEAD"];
  if (!allowed.includes(request.method ?? "")) {
    response.setHeader("Allow", allowed.join(", "));
    throw new Refusal(405, `${pathname} takes ${allowed.join(" and ")}`);
  }
  if (pathname !== "/classify") return sendPageFile(page, pathname, response);
  const picture = readPicture(await readBody(request));
  const start = performance.now();
  const predictions = await classifier.classify(picture, classifier.labels.length);
  sendJson(response, 200, { predictions, runtime, milliseconds: performance.now() - start });
}

function refuse(request: IncomingMessage, response: ServerResponse, error: unknown): void {
  // The client left, or its time was over, in the middle of its request.
  if (request.destroyed && !request.complete) return;
  if (!(error instanceof Refusal)) console.error(error);
  if (response.headersSent) {
    response.destroy();
    return;
  }
  if (error instanceof Refusal) sendJson(response, error.status, { error: error.message });
  else sendJson(response, 500, { error: "the server failed" });
}

function sendJson(response: ServerResponse, status: number, value: object): void {
  response.writeHead(status, { "Content-Type": "application/json" }).end(`${JSON.stringify(value)}\n`);
}
