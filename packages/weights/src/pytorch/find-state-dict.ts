import { BlockzooError } from "@blockzoo/core";
import {
  describeValue,
  entriesOf,
  isKind,
  shorten,
  type OpaqueValue,
  type PickleValue,
  type TensorReference,
} from "./pickle-values.js";

/** Tensors by name. Those of a kind that is not read are opaque. */
export type FoundTensors = ReadonlyMap<string, TensorReference | OpaqueValue>;

/** Where in a file a state dict is: keys and places in lists, with dots between; empty for the file's own value. */
interface Candidate {
  readonly path: string;
  readonly tensors: FoundTensors;
}

/** How many containers, one in the other, are looked through. */
const MAX_DEPTH = 100;
/** One long text could be recalled as the key of many tensors. */
const LONGEST_KEY = 1000;
const LISTED = 8;

/**
 * The tensors of a file by name. A state dict is a dict with tensors under texts; what else it holds (an epoch, the
 * `_metadata` of a module, extra state) is left out. The only one in the file is taken, however deep and under whatever key;
 * `entry` chooses one of several by its path, `model.state_dict`.
 *
 * What else a checkpoint keeps is told apart: states of optimizers by their form; others, such as weights of a loss, states of
 * random generators and metrics, by {@link ranks}.
 *
 * @throws BlockzooError that says what there is where none or several fit
 */
export function findStateDict(value: PickleValue, { name, entry }: { name: string; entry?: string }): FoundTensors {
  const whole = [{ path: "", value }];
  const found = mostLikely(entry === undefined ? whole : atPath(value, entry));
  if (found.length === 1) return found[0]!.tensors;
  if (found.length > 1) throw new BlockzooError(`${name}: has several state dicts: ${choiceOf(found)}`);
  const elsewhere = entry === undefined ? [] : mostLikely(whole);
  const place = entry === undefined ? "" : `, under ${JSON.stringify(entry)}`;
  throw new BlockzooError(
    `${name}: has no state dict, a dict of names to tensors${place}. ` +
      (elsewhere.length > 0
        ? `It has ${choiceOf(elsewhere)}`
        : `Found ${contentOf(value)}; save torch.save(model.state_dict(), path)`),
  );
}

/** The state dicts of the first rank that has any. */
function mostLikely(places: readonly { path: string; value: PickleValue }[]): readonly Candidate[] {
  for (const isLike of ranks) {
    const found = places.flatMap((place) => stateDictsIn(place.value, { ...place, isLike, seen: new Set(), depth: 0 }));
    if (found.length > 0) return found;
  }
  return [];
}

function choiceOf(found: readonly Candidate[]): string {
  const listed = found.slice(0, LISTED).map(({ path, tensors }) => {
    const count = tensors.size === 1 ? "1 tensor" : `${tensors.size} tensors`;
    return `${path === "" ? "the file's own value" : shorten(path)} (${count})`;
  });
  const rest = found.length > LISTED ? ` and ${found.length - LISTED} more` : "";
  const example = shorten(found[0]!.path);
  const choice =
    example === ""
      ? "Leave the entry out"
      : `Choose one by its entry: --entry ${example}, or { entry: ${JSON.stringify(example)} }`;
  return `${listed.join(", ")}${rest}. ${choice}`;
}

/** What is most like the state dict of a network, first: arrays of floats, which have names with dots. */
const ranks: readonly ((tensors: FoundTensors) => boolean)[] = [
  (tensors) => hasDots(tensors) && hasFloats(tensors),
  (tensors) => hasFloats(tensors),
  (tensors) => tensors.size > 0,
];

function hasDots(tensors: FoundTensors): boolean {
  return Array.from(tensors.keys()).some((name) => name.includes("."));
}

/** A tensor that is not read may hold floats. */
function hasFloats(tensors: FoundTensors): boolean {
  return Array.from(tensors.values()).some(
    (tensor) => tensor.kind === "opaque" || (tensor.type.includes("F") && tensor.shape.length > 0),
  );
}

interface Search {
  readonly path: string;
  readonly isLike: (typeof ranks)[number];
  /** Containers that were looked into: they may contain each other, and themselves. */
  readonly seen: Set<PickleValue>;
  readonly depth: number;
}

function stateDictsIn(value: PickleValue, search: Search): readonly Candidate[] {
  const { path, isLike, seen, depth } = search;
  if (typeof value !== "object" || depth > MAX_DEPTH || seen.has(value) || isOptimizer(value)) return [];
  seen.add(value);
  const tensors = tensorsOf(value);
  const isOwn = isLike(tensors);
  // Inside of a network's state dict there is no other; a stray tensor may be beside one.
  if (isOwn && hasDots(tensors)) return [{ path, tensors }];
  const nested: Candidate[] = [];
  for (const [key, item] of childrenOf(value)) {
    // One by one: there may be more than a call can have arguments.
    for (const found of stateDictsIn(item, { ...search, path: joined(path, key), depth: depth + 1 }))
      nested.push(found);
  }
  return isOwn && nested.length === 0 ? [{ path, tensors }] : nested;
}

/** What a dict, or a list, holds under keys that a path can name. */
function* childrenOf(value: PickleValue): Generator<readonly [key: string, item: PickleValue]> {
  const entries = isKind(value, "list") || isKind(value, "tuple") ? value.items.entries() : entriesOf(value);
  for (const [key, item] of entries ?? []) {
    if (typeof item === "object" && isKey(key)) yield [String(key), item];
  }
}

function isKey(key: PickleValue): key is string | number {
  return typeof key === "number" || (typeof key === "string" && key.length <= LONGEST_KEY);
}

function joined(path: string, key: string): string {
  return path === "" ? key : `${path}.${key}`;
}

/** `torch.optim.Optimizer.state_dict()`: its averages are arrays as large as the weights. */
function isOptimizer(value: PickleValue): boolean {
  return isKind(value, "dict") && value.entries.has("state") && value.entries.has("param_groups");
}

/** The tensors of a dict whose tensors all have texts as names; none for everything else. */
function tensorsOf(value: PickleValue): FoundTensors {
  const tensors = new Map<string, TensorReference | OpaqueValue>();
  for (const [key, item] of entriesOf(value) ?? []) {
    if (!isKind(item, "tensor") && !(isKind(item, "opaque") && item.isTensor)) continue;
    if (typeof key !== "string" || key.length > LONGEST_KEY) return new Map();
    tensors.set(key, item);
  }
  return tensors;
}

/** What is under a path. Keys may have dots themselves. */
function atPath(value: PickleValue, entry: string): readonly { path: string; value: PickleValue }[] {
  const find = (from: PickleValue, rest: string): readonly PickleValue[] =>
    Array.from(childrenOf(from)).flatMap(([key, item]) => {
      if (key === rest) return [item];
      return rest.startsWith(`${key}.`) ? find(item, rest.slice(key.length + 1)) : [];
    });
  return find(value, entry).map((item) => ({ path: entry, value: item }));
}

/** For errors. */
function contentOf(value: PickleValue): string {
  if (!isKind(value, "dict")) return describeValue(value);
  const { entries } = value;
  const shown = Array.from(entries).slice(0, LISTED);
  const rest = entries.size > shown.length ? ` and ${entries.size - shown.length} more` : "";
  const keys = shown.map(
    ([key, item]) => `${typeof key === "string" ? shorten(key) : describeValue(key)} (${describeValue(item)})`,
  );
  return `a dict with ${keys.join(", ") || "no keys"}${rest}`;
}
