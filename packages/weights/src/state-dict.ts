import { BlockzooError, type DType, type NDArray } from "@blockzoo/core";

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
  /** Names that may be in the file without being used; by default PyTorch's `num_batches_tracked`. */
  readonly ignore?: readonly RegExp[];
  /** Where the tensors come from, for the error: a path or an address. */
  readonly source: string;
}

const LISTED = 8;

/** What `nn.DataParallel` and `torch.compile` put before all names. */
const WRAPPER = /^(module|_orig_mod)\./;

/**
 * Checks that a state dict fits a model exactly, and returns the tensors that the model needs. Where all names of the state
 * dict begin with `module.` or `_orig_mod.`, as PyTorch's wrappers write them, and no name of the model does, that is left
 * out of them.
 *
 * @throws BlockzooError that lists the missing, the unexpected and the mis-shaped tensors together
 */
export function matchStateDict(
  expected: Iterable<ExpectedTensor>,
  given: StateDict,
  { ignore = [/(^|\.)num_batches_tracked$/], source }: MatchOptions,
): StateDict {
  const needed = new Map(Array.from(expected, (tensor) => [tensor.name, tensor]));
  const found = unwrapped(given, needed.keys());
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
  const unexpected = [...found.keys()].filter((name) => !needed.has(name) && !ignore.some((rule) => rule.test(name)));
  if (missing.length + different.length + unexpected.length === 0) return matched;
  throw new BlockzooError(
    [
      `${source}: the weights do not fit the model`,
      ...listed("missing", missing),
      ...listed("unexpected", unexpected),
      ...listed("of another shape", different),
      ...(matched.size < needed.size / 2
        ? [`Only ${matched.size} of ${needed.size} fit: ${advice(needed, found)}`]
        : []),
    ].join("\n  "),
  );
}

function unwrapped(given: StateDict, needed: Iterable<string>): StateDict {
  const prefix = commonPrefix([...given.keys()]);
  if (!WRAPPER.test(prefix) || Array.from(needed).some((name) => name.startsWith(prefix))) return given;
  return new Map(Array.from(given, ([name, tensor]) => [name.slice(prefix.length), tensor]));
}

function listed(what: string, items: readonly string[]): string[] {
  if (items.length === 0) return [];
  const rest = items.length > LISTED ? ` and ${items.length - LISTED} more` : "";
  return [`${items.length} ${what}: ${items.slice(0, LISTED).join(", ")}${rest}`];
}

function advice(needed: ReadonlyMap<string, ExpectedTensor>, found: StateDict): string {
  const prefix = commonPrefix([...found.keys()]);
  const fit = [...found.keys()].filter((name) => needed.has(name.slice(prefix.length))).length;
  return prefix !== "" && fit >= needed.size / 2
    ? `all names in the file begin with "${prefix}", as a wrapper's do: remove it from them`
    : "the file looks like the weights of another model";
}

/** The first block name, with its dot, when all names share it. */
function commonPrefix(names: readonly string[]): string {
  const prefix = /^[^.]*\./.exec(names[0] ?? "")?.[0] ?? "";
  return names.every((name) => name.startsWith(prefix)) ? prefix : "";
}
