/** `"input"`: what was given is wrong. `"failure"`: what was given is right, and the work failed: a runtime, a diverged loss. */
export type ErrorKind = "input" | "failure";

/**
 * Every error that a user's input can cause. Its message is one sentence or two: where, what was found, what was expected,
 * what to do. The command prints it without a stack trace.
 */
export class BlockzooError extends Error {
  override readonly name = "BlockzooError";
  /** Default `"input"`; the command's exit code follows from it. */
  readonly kind: ErrorKind;
  /** The message without the place that {@link locate} put around it. */
  readonly reason: string;
  #located = false;

  constructor(message: string, options: ErrorOptions & { readonly kind?: ErrorKind } = {}) {
    super(message, options);
    this.kind = options.kind ?? "input";
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

/** An optional package that is not installed. */
export class MissingPackageError extends BlockzooError {
  constructor(
    readonly packageName: string,
    /** The one command that installs it. */
    readonly install = `npm i ${packageName}`,
  ) {
    super(`${packageName} is not installed. Install it with: ${install}`);
  }
}

/** Throws a {@link BlockzooError} unless the condition holds. */
export function check(condition: unknown, message: () => string): asserts condition {
  if (!condition) throw new BlockzooError(message());
}

/** What was thrown, in words: JavaScript lets anything be. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** The one sentence for what is an `instanceof` mystery otherwise: what one copy of this package made, in the hands of another. */
export function twoCopies(): string {
  return (
    "two copies of @blockzoo/core are loaded, and what one made has reached the other. `npm ls @blockzoo/core` shows both; " +
    "install versions that agree on one"
  );
}

/**
 * The folder that this package and its siblings lie in: `packages/` in a checkout, `@blockzoo/` where installed. By its text:
 * bundlers take `new URL("../..", import.meta.url)` for a file that is to be packed.
 */
const siblings = import.meta.url.replace(/[^/]+\/[^/]+\/[^/]*$/, "");

/** Code of a package beside this one; the models of a checkout lie deeper, and are what their authors want to be shown. */
function isOwnCode(url: string): boolean {
  return url.startsWith(siblings) && /^[^/]+\/(src|dist)\//.test(url.slice(siblings.length));
}

/** The first line of a stack trace that is not code of these packages: `my-net.ts:12:15`. */
function callerLine(stack: string): string | undefined {
  for (const line of stack.split("\n")) {
    const frame = /((?:file:\/\/|https?:\/\/|\/|[A-Za-z]:\\)[^()\s]*?):(\d+):(\d+)\)?$/.exec(line.trim());
    if (frame === null) continue;
    const [, file = "", row, column] = frame;
    if (isOwnCode(file) || isOwnCode(`file://${file}`)) continue;
    return `${decodeURI(file.replace(/^file:\/\//, "").replace(/\?.*$/, ""))}:${row}:${column}`;
  }
  return undefined;
}
