/**
 * What a program has around it beside the language, as declarations: of the three quarters of a megabyte of `lib.webworker.d.ts`,
 * which take a fifth of the first check, what the packages and a program in the sandbox use.
 */
export const surroundings = `
interface Console {
  assert(condition?: boolean, ...data: unknown[]): void;
  debug(...data: unknown[]): void;
  error(...data: unknown[]): void;
  info(...data: unknown[]): void;
  log(...data: unknown[]): void;
  table(data: unknown): void;
  time(label?: string): void;
  timeEnd(label?: string): void;
  warn(...data: unknown[]): void;
}
declare var console: Console;

declare function setTimeout(callback: (...args: any[]) => void, milliseconds?: number, ...args: unknown[]): number;
declare function clearTimeout(id: number | undefined): void;
declare function setInterval(callback: (...args: any[]) => void, milliseconds?: number, ...args: unknown[]): number;
declare function clearInterval(id: number | undefined): void;
declare function queueMicrotask(callback: () => void): void;
declare function structuredClone<T>(value: T): T;
declare function fetch(address: string | URL, options?: { readonly signal?: AbortSignal }): Promise<Response>;

declare var performance: { now(): number };
declare var crypto: {
  getRandomValues<T extends ArrayBufferView>(array: T): T;
  readonly subtle: { digest(algorithm: string, data: ArrayBuffer | ArrayBufferView): Promise<ArrayBuffer> };
};

interface Event {
  readonly type: string;
}
interface MessageEvent<T = any> extends Event {
  readonly data: T;
}
interface EventTarget {
  addEventListener(type: string, listener: (event: any) => void, options?: { readonly once?: boolean }): void;
  removeEventListener(type: string, listener: (event: any) => void): void;
}

interface AbortSignal extends EventTarget {
  readonly aborted: boolean;
  readonly reason: any;
  throwIfAborted(): void;
}
declare var AbortSignal: {
  abort(reason?: unknown): AbortSignal;
  any(signals: readonly AbortSignal[]): AbortSignal;
  timeout(milliseconds: number): AbortSignal;
};
interface AbortController {
  readonly signal: AbortSignal;
  abort(reason?: unknown): void;
}
declare var AbortController: { new (): AbortController };

interface MessagePort extends EventTarget {
  postMessage(message: unknown, transfer?: readonly object[]): void;
  start(): void;
  close(): void;
}
interface MessageChannel {
  readonly port1: MessagePort;
  readonly port2: MessagePort;
}
declare var MessageChannel: { new (): MessageChannel };

interface Blob {
  readonly size: number;
  readonly type: string;
  arrayBuffer(): Promise<ArrayBuffer>;
  slice(start?: number, end?: number): Blob;
  text(): Promise<string>;
}
declare var Blob: { new (parts?: readonly (string | ArrayBuffer | ArrayBufferView | Blob)[], options?: { readonly type?: string }): Blob };

interface Response {
  readonly ok: boolean;
  readonly status: number;
  readonly statusText: string;
  arrayBuffer(): Promise<ArrayBuffer>;
  json(): Promise<any>;
  text(): Promise<string>;
}
interface Cache {
  match(address: string | URL): Promise<Response | undefined>;
  put(address: string | URL, response: Response): Promise<void>;
}

interface URL {
  readonly hash: string;
  readonly host: string;
  readonly href: string;
  readonly pathname: string;
  readonly protocol: string;
  readonly search: string;
  toString(): string;
}
declare var URL: { new (address: string | URL, base?: string | URL): URL };

interface TextDecoder {
  decode(bytes?: ArrayBuffer | ArrayBufferView): string;
}
declare var TextDecoder: { new (label?: string, options?: { readonly fatal?: boolean; readonly ignoreBOM?: boolean }): TextDecoder };
interface TextEncoder {
  encode(text?: string): Uint8Array<ArrayBuffer>;
}
declare var TextEncoder: { new (): TextEncoder };
`;
