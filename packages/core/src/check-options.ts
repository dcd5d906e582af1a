import { BlockzooError, check } from "./errors.js";
import { nearestNames } from "./nearest-names.js";

/** The names of all options that there are: a table that lacks one, or has one too many, does not compile. */
export type OptionNames<Options> = Readonly<Record<KeyOf<Options>, true>>;

/** Of a union, the keys of all its members. */
type KeyOf<Options> = Options extends unknown ? keyof Options : never;

/**
 * Refuses options that do not exist. Without it a misspelt one is ignored in JavaScript, and something else than what was
 * asked for is computed without a word.
 *
 * @param where the function, as its caller writes it
 * @param names of its options
 * @throws BlockzooError with the wrong name, the one that may be meant, and all that there are
 * @example checkOptions("onnxruntime", options, { provider: true, threads: true, spinning: true, wasmPaths: true });
 */
export function checkOptions<Options extends object>(
  where: string,
  options: Options,
  names: OptionNames<Options>,
): void {
  const known = Object.keys(names);
  check(
    typeof options === "object" && options !== null && !Array.isArray(options),
    () => `${where}: expected an object of options (${known.join(", ")}), got ${describe(options)}`,
  );
  const wrong = Object.keys(options).find((name) => !known.includes(name));
  if (wrong === undefined) return;
  const [near] = nearestNames(wrong, known, 1);
  const hint = near === undefined ? "" : `; did you mean "${near}"?`;
  throw new BlockzooError(`${where}: there is no option "${wrong}"${hint || "."} The options are ${known.join(", ")}`);
}

function describe(value: unknown): string {
  return typeof value === "string" ? `"${value}"` : Array.isArray(value) ? "an array" : String(value);
}
