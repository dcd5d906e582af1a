import { BlockzooError } from "@blockzoo/core";
import { callGlobal, persistentValue, type Fail } from "./pickle-globals.js";
import type { PickleInput } from "./pickle-input.js";
import { describeValue, isKind, type PickleValue, type StorageReference } from "./pickle-values.js";

/** A byte of a pickle can make a container, which takes a hundred times the memory. */
const MAX_CONTAINERS = 1_000_000;

const LONGEST_NAME = 1000;

/** Stack and memo of a pickle, and what opcodes do with them. It builds values and calls nothing. */
export class PickleMachine {
  #stack: PickleValue[] = [];
  /** The stacks below the marks. */
  readonly #below: PickleValue[][] = [];
  readonly #storages = new Map<string, StorageReference>();
  readonly #memo = new Map<number, PickleValue>();
  #containers = 0;

  /** Where the opcode at work is. */
  position = 0;

  constructor(readonly input: PickleInput) {}

  /** All storages that were mentioned, by key. */
  get storages(): ReadonlyMap<string, StorageReference> {
    return this.#storages;
  }

  readonly fail: Fail = (problem) => {
    throw new BlockzooError(`${this.input.name}: byte ${this.position}: the pickle ${problem}`);
  };

  /** The value that remains at the end. */
  result(): PickleValue {
    const value = this.pop();
    if (this.#stack.length + this.#below.length > 0) this.fail("ends with more than one value on its stack");
    return value;
  }

  push(value: PickleValue): void {
    this.#stack.push(value);
  }

  /** Pushes a container, or what a call made; `size` is what it holds besides what was on the stack. */
  pushNew(value: PickleValue, size = 0): void {
    this.#countContainers(1 + size);
    this.#stack.push(value);
  }

  mark(): void {
    this.#countContainers(1);
    this.#below.push(this.#stack);
    this.#stack = [];
  }

  pop(): PickleValue {
    const value = this.#stack.pop();
    return value === undefined ? this.fail("takes from an empty stack") : value;
  }

  /** The last `count` values, the last one last. */
  popMany(count: number): PickleValue[] {
    if (this.#stack.length < count) this.fail("takes more from its stack than there is");
    return this.#stack.splice(this.#stack.length - count);
  }

  /** All values above the last mark. */
  popMark(): PickleValue[] {
    const above = this.#stack;
    this.#stack = this.#below.pop() ?? this.fail("looks for a mark that is not there");
    return above;
  }

  /** The last value, or the last mark where nothing is above it. */
  discard(): void {
    if (this.#stack.length > 0) this.#stack.pop();
    else this.popMark();
  }

  duplicate(): void {
    this.push(this.#top());
  }

  put(index: number): void {
    this.#memo.set(index, this.#top());
  }

  memoize(): void {
    this.put(this.#memo.size);
  }

  get(index: number): void {
    const value = this.#memo.get(index);
    if (value === undefined) this.fail(`recalls value ${index}, which it never kept`);
    this.push(value);
  }

  global(module: PickleValue, name: PickleValue): void {
    if (typeof module !== "string" || typeof name !== "string") return this.fail("asks for a name that is no text");
    const length = module.length + name.length;
    // One long text could be recalled for many names.
    if (length > LONGEST_NAME) this.fail(`asks for a name of ${length} characters`);
    this.pushNew({ kind: "global", name: `${module}.${name}` });
  }

  call(callable: PickleValue, args: PickleValue): void {
    const made = callGlobal(callable, args, this.fail);
    // A dict of a list that is recalled again and again is a copy each time.
    this.pushNew(made, isKind(made, "dict") ? made.entries.size : 0);
  }

  persistentId(): void {
    const value = persistentValue(this.pop(), this.fail);
    this.pushNew(isKind(value, "storage") ? this.#known(value) : value);
  }

  append(items: readonly PickleValue[]): void {
    const list = this.#top();
    // A subclass of list: what it holds would be needed to make it, and it is not made.
    if (isKind(list, "opaque")) return;
    if (!isKind(list, "list")) return this.fail(`appends to ${describeValue(list)}`);
    for (const item of items) list.items.push(item);
  }

  setItems(items: readonly PickleValue[]): void {
    const dict = this.#top();
    if (!isKind(dict, "dict") && !isKind(dict, "opaque")) return this.fail(`sets items of ${describeValue(dict)}`);
    if (items.length % 2 === 1) this.fail("sets a key without a value");
    const entries = dict.kind === "dict" ? dict.entries : (dict.entries ??= new Map());
    for (let index = 0; index < items.length; index += 2) entries.set(items[index]!, items[index + 1]!);
  }

  /** Attributes, such as the `_metadata` of a state dict, are dropped. */
  build(): void {
    this.pop();
    const target = this.#top();
    if (!isKind(target, "dict") && !isKind(target, "opaque")) this.fail(`sets the state of ${describeValue(target)}`);
  }

  /** The one reference to a storage that all its tensors share. */
  #known(storage: StorageReference): StorageReference {
    const { key, type, elements } = storage;
    const known = this.#storages.get(key) ?? storage;
    if (known.type !== type || known.elements !== elements) {
      this.fail(`has storage ${JSON.stringify(key)} as ${elements} ${type} and as ${known.elements} ${known.type}`);
    }
    this.#storages.set(key, known);
    return known;
  }

  #countContainers(count: number): void {
    this.#containers += count;
    if (this.#containers > MAX_CONTAINERS) this.fail(`makes more than ${MAX_CONTAINERS} lists, dicts and tensors`);
  }

  #top(): PickleValue {
    const value = this.#stack.at(-1);
    return value === undefined ? this.fail("needs a value on its stack") : value;
  }
}
