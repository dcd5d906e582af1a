import { messageOf } from "@blockzoo/core";
// oxlint-disable-next-line import/default -- what is imported is its bundled text
import code from "./guest/guest.worker.js?single-file";
import type { Failure, Order, Report } from "./messages.js";
import { parseReport } from "./parse-report.js";

/** A program that did not do what it was asked, and where. */
export class ProgramError extends Error {
  constructor(readonly failure: Failure) {
    super(failure.message);
  }
}

interface SandboxOptions {
  readonly onReport: (report: Report) => void;
  /** Ends the sandbox at once, whatever goes on in it. */
  readonly signal: AbortSignal;
}

/** Of an unanswered question whether the program is still there: so many of them, so often. */
const questions = { patience: 10, milliseconds: 1000 };

/**
 * Runs a program in a sandbox, which ends with it. It cannot reach the page, its storage or any other place: the frame has an origin
 * of its own, and its policy, which its worker inherits, allows no connection.
 *
 * @throws ProgramError where the program fails, or does not answer for seconds, and is stopped
 */
export function runInSandbox(order: Order, { onReport, signal }: SandboxOptions): Promise<void> {
  if (signal.aborted) return Promise.reject(signal.reason);
  const frame = document.createElement("iframe");
  frame.sandbox.add("allow-scripts");
  frame.hidden = true;
  frame.srcdoc = frameDocument;
  const { port1: own, port2: toWorker } = new MessageChannel();
  const { port1: ofFrame, port2: toFrame } = new MessageChannel();
  let unanswered = 0;
  let asking: ReturnType<typeof setInterval> | undefined;
  const work = new Promise<void>((resolve, reject) => {
    const receive = ({ data }: MessageEvent) => {
      unanswered = 0;
      const report = parsed(data);
      if (report.kind === "ended") resolve();
      else if (report.kind === "failed") reject(new ProgramError(report.failure));
      else onReport(report);
    };
    for (const port of [own, ofFrame]) {
      port.addEventListener("message", receive);
      port.start();
    }
    asking = setInterval(() => {
      if (unanswered++ < questions.patience) own.postMessage("are you there?");
      else reject(new ProgramError({ message: notAnswering }));
    }, questions.milliseconds);
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    frame.addEventListener("load", () => {
      const lines = order.kind === "train" ? [order.line] : [];
      frame.contentWindow!.postMessage({ code, order }, "*", [toFrame, toWorker, ...lines]);
    });
    document.body.append(frame);
  });
  return work.finally(() => {
    clearInterval(asking);
    own.close();
    ofFrame.close();
    frame.remove();
  });
}

const notAnswering =
  "the program did not answer for ten seconds, and was stopped: does it wait for something that does not come, or go on without end?";

function parsed(data: unknown): Report {
  try {
    return parseReport(data);
  } catch (error) {
    return { kind: "failed", failure: { message: messageOf(error) } };
  }
}

/** The document of the frame: it starts the worker, and hands it the ports. No code of a person runs in it. */
const frameDocument = `<!doctype html>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval' blob:; worker-src blob:">
<script>
addEventListener("message", ({ data: { code, order }, ports: [port, ...ports] }) => {
  const worker = new Worker(URL.createObjectURL(new Blob([code], { type: "text/javascript" })));
  worker.addEventListener("error", ({ message }) => {
    const failure = { message: message || "the sandbox's worker cannot be started" };
    port.postMessage({ kind: "failed", failure });
  });
  worker.postMessage(order, ports);
}, { once: true });
</script>`;
