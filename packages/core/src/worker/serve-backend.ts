import type { Backend, Executable, StateStore } from "../backend.js";
import { BlockzooError, check } from "../errors.js";
import { graphFrom } from "../graph/document.js";
import { nodeProcess } from "../node-process.js";
import {
  listen,
  type CallName,
  type Calls,
  type Cancellation,
  type Port,
  type Reply,
  type Request,
} from "./messages.js";

/**
 * Runs a backend for another thread: the whole content of a worker's file. Requests are answered in order, one at a time.
 *
 * @param open makes the backend from the options that `connectBackend` was given
 * @param port the line to the other thread; by default the worker's own
 * @example serveBackend((options) => onnxruntime(options));
 */
export function serveBackend(open: (options: object) => Promise<Backend>, port: Port = ownPort()): void {
  const server = new BackendServer(open);
  const cancelled = new Set<number>();
  let last: Promise<void> = Promise.resolve();
  listen(port, (message) => {
    if ("cancel" in (message as Cancellation)) {
      cancelled.add((message as Cancellation).cancel);
      return;
    }
    const request = message as Request;
    const before = last;
    last = (async () => {
      await before;
      await messagesSeen();
      if (!cancelled.delete(request.id)) port.postMessage(await replyTo(request, server));
    })();
  });
}

/** Lets what arrived while a run blocked this thread be seen, such as a cancellation; a timer would wait for longer. */
function messagesSeen(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener("message", () => {
      port1.close();
      resolve();
    });
    port1.start();
    port2.postMessage(undefined);
  });
}

async function replyTo(request: Request, server: BackendServer): Promise<Reply> {
  const { id, call, give } = request;
  try {
    const answer = server[call] as (give: unknown) => Promise<unknown>;
    return { id, get: await answer.call(server, give) };
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    return { id, error: { name, message, kind: error instanceof BlockzooError ? error.kind : undefined } };
  }
}

type Answers = { [Name in CallName]: (give: Calls[Name]["give"]) => Promise<Calls[Name]["get"]> };

class BackendServer implements Answers {
  readonly #open: (options: object) => Promise<Backend>;
  #backend: Backend | undefined;
  readonly #executables = new Map<number, Executable>();
  /** The state of executables, kept as long as the backend: others may share it when its maker is gone. */
  readonly #states = new Map<number, StateStore>();

  constructor(open: (options: object) => Promise<Backend>) {
    this.#open = open;
  }

  async open({ options }: Calls["open"]["give"]) {
    this.#backend = await this.#open(options);
    const { name, capabilities } = this.#backend;
    return { name, capabilities };
  }

  async compile({ executable: id, graph, weights, initial, shared, seed }: Calls["compile"]["give"]) {
    check(this.#backend !== undefined, () => "the worker's backend is not open");
    const decoded = graphFrom(graph, (name) => () => initial.get(name)!);
    const executable = await this.#backend.compile(decoded, {
      ...(weights && { weights }),
      ...(shared !== undefined && { state: this.#states.get(shared)! }),
      ...(seed !== undefined && { seed }),
    });
    this.#executables.set(id, executable);
    this.#states.set(id, executable.state);
    return { names: executable.state.names, report: executable.report() };
  }

  run({ executable, feeds, step }: Calls["run"]["give"]) {
    return this.#executable(executable).run(feeds, step === undefined ? {} : { step });
  }

  read({ executable, names }: Calls["read"]["give"]) {
    return this.#states.get(executable)!.read(names);
  }

  write({ executable, values }: Calls["write"]["give"]) {
    return this.#states.get(executable)!.write(values);
  }

  async disposeExecutable({ executable }: Calls["disposeExecutable"]["give"]) {
    this.#executables.get(executable)?.dispose();
    this.#executables.delete(executable);
  }

  async dispose() {
    await this.#backend?.dispose();
  }

  #executable(id: number): Executable {
    const executable = this.#executables.get(id);
    check(executable !== undefined, () => "this executable was disposed: compile the graph again");
    return executable;
  }
}

/** The line from a worker to the thread that started it. */
function ownPort(): Port {
  const process = nodeProcess();
  if (process === undefined) return globalThis;
  const { parentPort } = process.getBuiltinModule("node:worker_threads");
  check(
    parentPort !== null,
    () => "serveBackend works only inside a worker: start the file that calls it with new Worker(...)",
  );
  return parentPort;
}
