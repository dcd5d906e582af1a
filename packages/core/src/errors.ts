/**
 * Every error that a user's input can cause. Its message is one sentence or two: where, what was found, what was expected,
 * what to do. The command prints it without a stack trace.
 */
export class BlockzooError extends Error {
  override readonly name = "BlockzooError";
  /** The message without the place that {@link locate} put around it. */
  readonly reason: string;
  #located = false;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = message;
  }

  /** Adds the block path before the message and the line of the caller's code after it; the innermost place wins. */
  locate(path: string): this {
    if (this.#located || path === "") return this;
    this.#located = true;
    const line = callerLine(this.stack ?? "");
    this.message = `${path}: ${this.reason}${line === undefined ? "" : ` (at ${line})`}`;
    return this;
  }
}

/** Throws a {@link BlockzooError} unless the condition holds. */
export function check(condition: unknown, message: () => string): asserts condition {
  if (!condition) throw new BlockzooError(message());
}

const ownFolder = new URL(".", import.meta.url).href;

/** The first line of a stack trace that is not code of this package: `my-net.ts:12:15`. */
function callerLine(stack: string): string | undefined {
  for (const line of stack.split("\n")) {
    const frame = /((?:file:\/\/|https?:\/\/|\/|[A-Za-z]:\\)[^()\s]*?):(\d+):(\d+)\)?$/.exec(line.trim());
    if (frame === null) continue;
    const [, file = "", row, column] = frame;
    if (file.startsWith(ownFolder) || `file://${file}`.startsWith(ownFolder)) continue;
    if (file.startsWith("node:")) continue;
    return `${decodeURI(file.replace(/^file:\/\//, "").replace(/\?.*$/, ""))}:${row}:${column}`;
  }
  return undefined;
}
