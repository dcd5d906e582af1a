import { note } from "./terminal.js";

const numbers = { SIGINT: 2, SIGTERM: 15 } as const;

/** A wish to stop that comes from outside. */
export interface Interruption {
  readonly signal: AbortSignal;
  /** What the process then exits with, as shells expect it: 128 and the number of the signal. */
  exitCode(): number;
  /** Gives the signals back to Node. */
  release(): void;
}

/**
 * Turns Ctrl-C, or a polite kill, into an aborted signal; the second one ends the process at once.
 *
 * @param what is done then, for the user: `"stopping after this step"`
 */
export function listenForInterruption(what: string): Interruption {
  const controller = new AbortController();
  let received: keyof typeof numbers | undefined;
  const exitCode = () => 128 + numbers[received ?? "SIGINT"];
  const stop = (name: NodeJS.Signals) => {
    if (received !== undefined) process.exit(exitCode());
    received = name as keyof typeof numbers;
    note(`\n${what}; Ctrl-C again stops at once`);
    controller.abort();
  };
  const names = Object.keys(numbers) as (keyof typeof numbers)[];
  for (const name of names) process.on(name, stop);
  return {
    signal: controller.signal,
    exitCode,
    release: () => names.forEach((name) => process.off(name, stop)),
  };
}
