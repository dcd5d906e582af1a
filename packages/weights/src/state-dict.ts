import { BlockzooError, type DType, type NDArray } from "@blockzoo/core";
import { unwrapNames } from "./unwrap-names.js";

/** The tensors of a model by their PyTorch names: `layer1.0.conv1.weight`. */
export type StateDict = ReadonlyMap<string, NDArray>;

/** A tensor that a model needs. */
export interface ExpectedTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: DType;
}

/** What {@link matchStateDict} is told besides the two sides. */
export interface MatchOptions {
  /** Where the tensors come from, for the error: a path or an address. */
  readonly source: string;
  /** Names that may be in the file without being used, besides what PyTorch counts. Default none. */
  readonly ignore?: readonly RegExp[];
  /** Whether names must be those of the model, no less and no more and in its spelling. Default false. */
  readonly exact?: boolean;
  /** Told, in a line each, what was left out of the names and which tensors are not used. */
  readonly onNote?: (line: string) => void;
}

/** In every state dict with batch normalisation: nothing to tell of. */
const BATCH_COUNTER = /(^|\.)num_batches_tracked$/;

/** Of batch normalisation and of averaged models: no tensors of a network. */
const COUNTERS: readonly RegExp[] = [BATCH_COUNTER, /(^|\.)n_averaged$/];

const LISTED = 8;

/**
 * Checks that a state dict fits a model, and returns the tensors that the model needs, under its names. What training put
 * around the model is left out of the names: the wrappers `module.`, `_orig_mod.`, `_fsdp_wrapped_module.` and the like,
 * stacked and between blocks too, and one prefix of all names, such as `model.`; unless the model's own names have it. Counters
 * of PyTorch, `num_batches_tracked` and `n_averaged`, are ignored.
 *
 * @throws BlockzooError that lists the missing, the unexpected and the mis-shaped tensors together
 * @example
 * const weights = matchStateDict(expected, tensors, { source: "net.ckpt", onNote: console.warn });
 * // net.ckpt: left out of the names: "_orig_mod." and "model."
 */
export function matchStateDict(
  expected: Iterable<ExpectedTensor>,
  given: StateDict,
  { source, ignore = [], exact = false, onNote }: MatchOptions,
): StateDict {
  const needed = new Map(Array.from(expected, (tensor) => [tensor.name, tensor]));
  const ignored = exact ? ignore : [...COUNTERS, ...ignore];
  const isIgnored = (name: string) => !needed.has(name) && ignored.some((rule) => rule.test(name));
  const candidates = Array.from(given.keys()).filter((name) => !isIgnored(name));
  const { names, leftOut } = exact ? { names: candidates, leftOut: [] } : unwrapNames(candidates, needed);
  const found = new Map(names.map((name, index) => [name, given.get(candidates[index]!)!]));
  const matched = new Map<string, NDArray>();
  const missing: string[] = [];
  const different: string[] = [];
  for (const { name, shape, dtype } of needed.values()) {
    const tensor = found.get(name);
    const wanted = `${dtype}[${shape}]`;
    if (tensor === undefined) missing.push(`${name} ${wanted}`);
    else if (`${tensor.dtype}[${tensor.shape}]` === wanted) matched.set(name, tensor);
    else different.push(`${name} is ${tensor.dtype}[${tensor.shape}], expected ${wanted}`);
  }
  const unexpected = names.filter((name) => !needed.has(name) && !isIgnored(name));
  const without = leftOut.map((part) => `"${part}"`).join(" and ");
  if (missing.length + different.length + unexpected.length === 0) {
    const unused = [...given.keys(), ...names].filter((name) => isIgnored(name) && !BATCH_COUNTER.test(name));
    if (leftOut.length > 0) onNote?.(`${source}: left out of the names: ${without}`);
    for (const line of listed("not used", unused)) onNote?.(`${source}: ${line}`);
    return matched;
  }
  throw new BlockzooError(
    [
      `${source}: the weights do not fit the model${leftOut.length > 0 ? `, with ${without} left out of the names` : ""}`,
      ...listed("missing", missing),
      ...listed("unexpected", unexpected),
      ...listed("of another shape", different),
      ...(matched.size < needed.size / 2
        ? [`Only ${matched.size} of ${needed.size} fit: the file looks like the weights of another model`]
        : []),
    ].join("\n  "),
  );
}

function listed(what: string, items: readonly string[]): string[] {
  if (items.length === 0) return [];
  const rest = items.length > LISTED ? ` and ${items.length - LISTED} more` : "";
  return [`${items.length} ${what}: ${items.slice(0, LISTED).join(", ")}${rest}`];
}
