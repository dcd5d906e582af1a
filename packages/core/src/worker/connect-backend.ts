import type {
  Backend,
  Capabilities,
  CompileOptions,
  Executable,
  ExecutionReport,
  Feeds,
  Results,
  RunOptions,
  StateDict,
  StateStore,
} from "../backend.js";
import { BlockzooError, messageOf } from "../errors.js";
import { graphDocument } from "../graph/document.js";
import type { Graph } from "../graph/graph.js";
import { openState } from "../graph/passes/bind-weights.js";
import { initialState } from "../random-inputs.js";
import { checkCompileOptions } from "../reference/compile-options.js";
import { checkFeeds } from "../reference/feeds.js";
import { foreignState } from "../reference/reference-backend.js";
import { listen, type CallName, type Calls, type PlainError, type Port, type Reply } from "./messages.js";

/** A worker: that of a page, or one of `node:worker_threads`. */
export type BackendWorker = Port & { terminate(): unknown };

/**
 * A backend that lives in a worker, with the interface of any other: the thread that uses it stays free while it computes.
 * The worker's file calls `serveBackend`; backends ship one as their entry `/worker`. The worker ends with `dispose`.
 *
 * @param options what the worker opens its backend with
 * @throws BlockzooError where the worker cannot be started, or cannot open its backend
 * @example
 * // in a page, with a bundler
 * const worker = new Worker(new URL("@blockzoo/backend-onnxruntime/worker", import.meta.url), { type: "module" });
 * const backend = await connectBackend(worker, { provider: "wasm" });
 */
export async function connectBackend(worker: BackendWorker, options: object = {}): Promise<Backend> {
  const line = new Line(worker);
  try {
    const { name, capabilities } = await line.call("open", { options });
    return new RemoteBackend(line, name, capabilities);
  } catch (error) {
    line.close("the worker's backend could not be opened");
    throw error;
  }
}

/** Calls to the worker that wait for their replies. */
class Line {
  readonly #worker: BackendWorker;
  readonly #waiting = new Map<number, { resolve: (get: never) => void; reject: (error: unknown) => void }>();
  #count = 0;
  /** Why no call can be made any more. */
  #ended: string | undefined;

  constructor(worker: BackendWorker) {
    this.#worker = worker;
    listen(worker, (message) => this.#receive(message as Reply));
    const failed = (reason: string) => this.close(`the worker ended: ${reason}`);
    if ("on" in worker) {
      worker.on("error", (error) => failed(messageOf(error)));
      worker.on("exit", (code) => failed(`exit code ${String(code)}`));
    } else {
      // Where its file cannot be loaded, a browser says no more than that.
      worker.addEventListener("error", ({ message }) => failed(message ?? "its file cannot be loaded"));
    }
  }

  call<Name extends CallName>(
    call: Name,
    give: Calls[Name]["give"],
    signal?: AbortSignal,
  ): Promise<Calls[Name]["get"]> {
    if (this.#ended !== undefined) return Promise.reject(new BlockzooError(this.#ended, { kind: "failure" }));
    signal?.throwIfAborted();
    const id = this.#count++;
    return new Promise((resolve, reject) => {
      const cancel = () => {
        if (!this.#waiting.delete(id)) return;
        this.#worker.postMessage({ cancel: id });
        reject(signal!.reason);
      };
      const done = () => signal?.removeEventListener("abort", cancel);
      signal?.addEventListener("abort", cancel, { once: true });
      this.#waiting.set(id, {
        resolve: (get) => (done(), resolve(get)),
        reject: (error) => (done(), reject(error)),
      });
      this.#worker.postMessage({ id, call, give });
    });
  }

  /** Ends the worker; calls that wait fail with the reason. */
  close(reason: string): void {
    if (this.#ended !== undefined) return;
    this.#ended = reason;
    for (const { reject } of this.#waiting.values()) reject(new BlockzooError(reason, { kind: "failure" }));
    this.#waiting.clear();
    this.#worker.terminate();
  }

  #receive(reply: Reply): void {
    const waiting = this.#waiting.get(reply.id);
    this.#waiting.delete(reply.id);
    if ("error" in reply) waiting?.reject(errorFrom(reply.error));
    else waiting?.resolve(reply.get as never);
  }
}

function errorFrom({ name, message, kind }: PlainError): Error {
  return kind === undefined ? Object.assign(new Error(message), { name }) : new BlockzooError(message, { kind });
}

class RemoteBackend implements Backend {
  readonly #line: Line;
  #count = 0;

  constructor(
    line: Line,
    readonly name: string,
    readonly capabilities: Capabilities,
  ) {
    this.#line = line;
  }

  async compile(graph: Graph, options: CompileOptions = {}): Promise<Executable> {
    checkCompileOptions(options);
    const { weights, state, seed } = options;
    if (state !== undefined && !(state instanceof RemoteState && state.line === this.#line)) throw foreignState();
    const executable = this.#count++;
    const initial: StateDict = state === undefined ? initialState(openState(graph, weights), seed ?? 0) : new Map();
    const { names, report } = await this.#line.call("compile", {
      executable,
      graph: graphDocument(graph),
      weights,
      initial,
      shared: state?.executable,
      seed,
    });
    const own = state ?? new RemoteState(this.#line, executable, names);
    return new RemoteExecutable(executable, this.#line, { graph, report }, own);
  }

  async dispose(): Promise<void> {
    await this.#line.call("dispose", {});
    this.#line.close(`the backend ${this.name} was disposed: make a new one`);
  }
}

class RemoteState implements StateStore {
  constructor(
    readonly line: Line,
    /** Whose state it was at first. */
    readonly executable: number,
    readonly names: readonly string[],
  ) {}

  read(names?: Iterable<string>): Promise<StateDict> {
    return this.line.call("read", { executable: this.executable, names: names && [...names] });
  }

  write(values: StateDict): Promise<void> {
    return this.line.call("write", { executable: this.executable, values });
  }
}

class RemoteExecutable implements Executable {
  readonly #id: number;
  readonly #line: Line;
  readonly #graph: Graph;
  readonly #compiled: ExecutionReport;
  #runs = 0;
  #disposed = false;

  constructor(
    id: number,
    line: Line,
    { graph, report }: { readonly graph: Graph; readonly report: ExecutionReport },
    readonly state: StateStore,
  ) {
    this.#id = id;
    this.#line = line;
    this.#graph = graph;
    this.#compiled = report;
  }

  async run(feeds: Feeds, { step, signal }: RunOptions = {}): Promise<Results> {
    if (this.#disposed) throw new BlockzooError("this executable was disposed: compile the graph again");
    checkFeeds(this.#graph, feeds);
    const results = await this.#line.call("run", { executable: this.#id, feeds, step }, signal);
    this.#runs++;
    return results;
  }

  report(): ExecutionReport {
    return { ...this.#compiled, runs: this.#runs };
  }

  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    // Where the worker has ended, nothing is left to free.
    this.#line.call("disposeExecutable", { executable: this.#id }).catch(() => {});
  }
}
