import type { Capabilities, ExecutionReport, Feeds, Results, StateDict } from "../backend.js";
import type { ErrorKind } from "../errors.js";
import type { GraphDocument } from "../graph/document.js";

/** What the page's side asks of the worker's side: for each call its arguments and what it gives. */
export interface Calls {
  open: { give: { readonly options: object }; get: { readonly name: string; readonly capabilities: Capabilities } };
  compile: {
    give: {
      readonly executable: number;
      readonly graph: GraphDocument;
      readonly weights: StateDict | undefined;
      /** First values of the state that is not bound. */
      readonly initial: StateDict;
      /** The executable whose state is shared. */
      readonly shared: number | undefined;
      readonly seed: number | undefined;
    };
    get: { readonly names: readonly string[]; readonly report: ExecutionReport };
  };
  run: {
    give: { readonly executable: number; readonly feeds: Feeds; readonly step: number | undefined };
    get: Results;
  };
  read: { give: { readonly executable: number; readonly names: readonly string[] | undefined }; get: StateDict };
  write: { give: { readonly executable: number; readonly values: StateDict }; get: void };
  disposeExecutable: { give: { readonly executable: number }; get: void };
  dispose: { give: Record<never, never>; get: void };
}

export type CallName = keyof Calls;

export type Request = {
  readonly [Name in CallName]: { readonly id: number; readonly call: Name; readonly give: Calls[Name]["give"] };
}[CallName];

/** The request with this id is not wanted any more: it is dropped where it has not begun. */
export interface Cancellation {
  readonly cancel: number;
}

export interface PlainError {
  readonly name: string;
  readonly message: string;
  readonly kind: ErrorKind | undefined;
}

export type Reply =
  { readonly id: number; readonly get: unknown } | { readonly id: number; readonly error: PlainError };

/** One end of a line between threads: a `Worker` or `self` in a page, a `Worker` or `parentPort` of `node:worker_threads`. */
export type Port = WebPort | NodePort;

interface WebPort {
  postMessage(message: unknown): void;
  addEventListener(
    type: string,
    listener: (event: { readonly data?: unknown; readonly message?: string }) => void,
  ): void;
}

interface NodePort {
  postMessage(message: unknown): void;
  on(type: string, listener: (value: unknown) => void): unknown;
}

/** Calls back with every message that arrives. */
export function listen(port: Port, received: (message: unknown) => void): void {
  if ("on" in port) port.on("message", received);
  else port.addEventListener("message", ({ data }) => received(data));
}
