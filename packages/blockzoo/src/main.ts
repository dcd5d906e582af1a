import type { BlockzooError } from "@blockzoo/core";
import { CommanderError } from "commander";
import { createProgram } from "./program.js";
import { note } from "./terminal.js";

/** What the process exits with; see `blockzoo --help`. */
const exitCodes = { failed: 1, usage: 2 } as const;

/**
 * The command.
 *
 * @param args what follows the name of the command: `["summary", "lenet5"]`
 * @returns the exit code: 0 for success, 1 where the work failed (a gate missed, a mismatch), 2 for wrong usage or bad
 * input, 128 and the signal's number for a run that was stopped
 */
export async function main(args: readonly string[]): Promise<number> {
  let exitCode = 0;
  const program = createProgram((code) => (exitCode = code));
  try {
    await program.parseAsync(args, { from: "user" });
    return exitCode;
  } catch (error) {
    // Commander has already printed what it has to say; it also ends --help and --version this way.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : exitCodes.usage;
    return await report(error);
  }
}

async function report(error: unknown): Promise<number> {
  const { name, message, stack = message } = error instanceof Error ? error : new Error(String(error));
  const { firstPlaceIn, withOriginalPlaces } = await import("./models/transpile.js");
  const details = process.env.BLOCKZOO_DEBUG ? `\n${stack}` : "";
  // By name: an installed family may have another copy of the class.
  if (name === "BlockzooError") {
    note(withOriginalPlaces(`error: ${message}${details}`));
    return (error as BlockzooError).kind === "failure" ? exitCodes.failed : exitCodes.usage;
  }
  const place = firstPlaceIn(stack);
  if (place !== undefined) {
    note(withOriginalPlaces(`error: ${place}: ${message} (BLOCKZOO_DEBUG=1 shows the stack)${details}`));
    return exitCodes.usage;
  }
  note(`blockzoo has a bug; please report it with what you did and these lines:\n${stack}`);
  return exitCodes.failed;
}
