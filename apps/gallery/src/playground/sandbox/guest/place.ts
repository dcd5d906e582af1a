import { BlockzooError, messageOf } from "@blockzoo/core";
import type { Failure } from "../messages.js";

/** What stack traces call a file of the program. */
export function addressOf(file: string): string {
  return `playground:///${file}`;
}

/** What was thrown, in words, with the innermost line of the program that had to do with it. */
export function failureOf(thrown: unknown): Failure {
  const stack = thrown instanceof Error ? (thrown.stack ?? "") : "";
  const [, file, line] = /playground:\/\/\/(.+?):(\d+):\d+/.exec(stack) ?? [];
  return { message: messageWithoutPlace(thrown), ...(file !== undefined && { file, line: Number(line) }) };
}

/** The line that a BlockzooError names itself is one of the packages, for it does not know the files of a sandbox. */
function messageWithoutPlace(thrown: unknown): string {
  const message = messageOf(thrown);
  if (!(thrown instanceof BlockzooError)) return message;
  return message.slice(0, message.indexOf(thrown.reason) + thrown.reason.length);
}
