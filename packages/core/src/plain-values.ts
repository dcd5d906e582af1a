import { BlockzooError, check } from "./errors.js";

/** A record of values, such as parsed JSON gives. */
export type PlainRecord = Readonly<Record<string, unknown>>;

/**
 * Checks that a value of unknown origin is a record.
 *
 * @param where what the error calls it: `lenet5.mnist: its meaning`
 * @throws BlockzooError that says what was found instead
 */
export function parseRecord(value: unknown, where: string): PlainRecord {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as PlainRecord;
  throw new BlockzooError(`${where}: expected a record, found ${described(value)}`);
}

/** As {@link parseRecord} for a text. */
export function parseString(value: unknown, where: string): string {
  if (typeof value === "string") return value;
  throw new BlockzooError(`${where}: expected a text, found ${described(value)}`);
}

/** As {@link parseRecord} for a list of texts. */
export function parseStrings(value: unknown, where: string): readonly string[] {
  return listOf("string", "texts", value, where) as readonly string[];
}

/** As {@link parseRecord} for a list of finite numbers. */
export function parseNumbers(value: unknown, where: string): readonly number[] {
  const list = listOf("number", "numbers", value, where) as readonly number[];
  const wrong = list.findIndex((each) => !Number.isFinite(each));
  check(wrong === -1, () => `${where}: expected finite numbers, found ${list[wrong]} at position ${wrong}`);
  return list;
}

function listOf(type: "string" | "number", plural: string, value: unknown, where: string): readonly unknown[] {
  check(Array.isArray(value), () => `${where}: expected a list of ${plural}, found ${described(value)}`);
  const list = value as readonly unknown[];
  const wrong = list.findIndex((each) => typeof each !== type);
  check(wrong === -1, () => `${where}: expected ${plural}, found ${described(list[wrong])} at position ${wrong}`);
  return list;
}

function described(value: unknown): string {
  if (value === undefined) return "nothing";
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" && value !== null ? "a record" : JSON.stringify(value);
}
