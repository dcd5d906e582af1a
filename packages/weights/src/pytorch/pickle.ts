import { BlockzooError } from "@blockzoo/core";
import { callGlobal, checkGlobal, isKind, storageOf, type Fail } from "./pickle-globals.js";
import { PickleInput } from "./pickle-input.js";
import { describeValue, type PickleValue, type StorageReference } from "./pickle-values.js";

/** A pickle and where it ended. */
export interface Unpickled {
  readonly value: PickleValue;
  /** The first byte after it. */
  readonly end: number;
  /** All storages that it mentions, by key. */
  readonly storages: ReadonlyMap<string, StorageReference>;
}

/** A weights file holds names and sizes in its pickle, a few hundred bytes a tensor. */
const MAX_BYTES = 2 ** 26;
/** Thirty thousand tensors take so many; what is kept on the stack or to be recalled needs one each. */
const MAX_OPCODES = 2 ** 22;
/** A byte of a pickle can make a container, which takes a hundred times the memory. */
const MAX_CONTAINERS = 1_000_000;

/**
 * Reads one pickle as Python's `pickle` module defines it, protocols 2 to 5, as far as PyTorch needs it. A pickle is a
 * program for a stack machine that can call anything; this machine knows the opcodes below, and of names only those of
 * {@link checkGlobal}, and refuses everything else before it acts on it.
 *
 * The opcodes: https://github.com/python/cpython/blob/main/Lib/pickletools.py
 *
 * @param bytes may go on after the pickle
 * @param start where it begins
 * @param name for errors
 * @throws BlockzooError with the position of the opcode at fault
 */
export function unpickle(bytes: Uint8Array, { start = 0, name }: { start?: number; name: string }): Unpickled {
  const machine = new Machine(new PickleInput(bytes.subarray(0, start + MAX_BYTES), start, name));
  return machine.run();
}

class Machine {
  #stack: PickleValue[] = [];
  /** The stacks below the marks. */
  readonly #below: PickleValue[][] = [];
  readonly #storages = new Map<string, StorageReference>();
  readonly #memo = new Map<number, PickleValue>();
  #containers = 0;
  /** Where the opcode at work is. */
  #position = 0;

  constructor(readonly input: PickleInput) {}

  run(): Unpickled {
    for (let count = 0; ; count++) {
      if (count > MAX_OPCODES) this.fail(`has more than ${MAX_OPCODES} opcodes`);
      this.#position = this.input.position;
      const opcode = this.input.byte();
      if (opcode === STOP) {
        const value = this.pop();
        if (this.#stack.length + this.#below.length > 0) this.fail("ends with more than one value on its stack");
        return { value, end: this.input.position, storages: this.#storages };
      }
      const act = OPCODES.get(opcode);
      if (act === undefined) {
        this.fail(`has the opcode 0x${opcode.toString(16).padStart(2, "0")}, which no weights file needs`);
      }
      act(this, this.input);
    }
  }

  readonly fail: Fail = (problem) => {
    throw new BlockzooError(`${this.input.name}: byte ${this.#position}: the pickle ${problem}`);
  };

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

  global(module: string, name: string): void {
    const full = `${module}.${name}`;
    checkGlobal(full, this.fail);
    this.pushNew({ kind: "global", name: full });
  }

  persistentId(): void {
    const storage = storageOf(this.pop(), this.fail);
    const { key, type, elements } = storage;
    const known = this.#storages.get(key) ?? storage;
    if (known.type !== type || known.elements !== elements) {
      this.fail(`has storage ${JSON.stringify(key)} as ${elements} ${type} and as ${known.elements} ${known.type}`);
    }
    this.#storages.set(key, known);
    this.pushNew(known);
  }

  append(items: readonly PickleValue[]): void {
    const list = this.#top();
    if (!isKind(list, "list")) return this.fail(`appends to ${describeValue(list)}`);
    for (const item of items) list.items.push(item);
  }

  setItems(items: readonly PickleValue[]): void {
    const dict = this.#top();
    if (!isKind(dict, "dict")) return this.fail(`sets items of ${describeValue(dict)}`);
    if (items.length % 2 === 1) this.fail("sets a key without a value");
    for (let index = 0; index < items.length; index += 2) dict.entries.set(items[index]!, items[index + 1]!);
  }

  /** Attributes of a dict, such as the `_metadata` of a state dict, are dropped; nothing else may have any. */
  build(): void {
    this.pop();
    const target = this.#top();
    if (!isKind(target, "dict")) this.fail(`sets the state of ${describeValue(target)}`);
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

type Act = (machine: Machine, input: PickleInput) => void;

const STOP = 0x2e;

const pushes =
  (read: (input: PickleInput) => PickleValue): Act =>
  (machine, input) =>
    machine.push(read(input));

const tupleOf =
  (take: (machine: Machine) => PickleValue[]): Act =>
  (machine) =>
    machine.pushNew({ kind: "tuple", items: take(machine) });

const reduce: Act = (machine) => {
  const [callable, args] = machine.popMany(2);
  const made = callGlobal(callable!, args!, machine.fail);
  // A dict of a list that is recalled again and again is a copy each time.
  machine.pushNew(made, isKind(made, "dict") ? made.entries.size : 0);
};

const stackGlobal: Act = (machine) => {
  const [module, name] = machine.popMany(2);
  if (typeof module !== "string" || typeof name !== "string") return machine.fail("asks for a name that is no text");
  machine.global(module, name);
};

/** The opcodes that PyTorch's files use, by number. Calls of classes (INST, OBJ, NEWOBJ) and extensions are not among them. */
const OPCODES: ReadonlyMap<number, Act> = new Map<number, Act>([
  [0x80, (machine, input) => checkProtocol(input.byte(), machine)], // PROTO
  [0x95, (_, input) => void input.uint64()], // FRAME, a hint for buffering
  [0x4e, pushes(() => null)], // NONE
  [0x88, pushes(() => true)], // NEWTRUE
  [0x89, pushes(() => false)], // NEWFALSE
  [0x4b, pushes((input) => input.byte())], // BININT1
  [0x4d, pushes((input) => input.uint16())], // BININT2
  [0x4a, pushes((input) => input.int32())], // BININT
  [0x8a, pushes((input) => input.long(input.byte()))], // LONG1
  [0x47, pushes((input) => input.float64())], // BINFLOAT
  [0x55, pushes((input) => input.text(input.byte()))], // SHORT_BINSTRING
  [0x54, pushes((input) => input.text(input.uint32()))], // BINSTRING
  [0x8c, pushes((input) => input.text(input.byte()))], // SHORT_BINUNICODE
  [0x58, pushes((input) => input.text(input.uint32()))], // BINUNICODE
  [0x8d, pushes((input) => input.text(input.uint64()))], // BINUNICODE8
  [0x28, (machine) => machine.mark()], // MARK
  [0x29, tupleOf(() => [])], // EMPTY_TUPLE
  [0x85, tupleOf((machine) => machine.popMany(1))], // TUPLE1
  [0x86, tupleOf((machine) => machine.popMany(2))], // TUPLE2
  [0x87, tupleOf((machine) => machine.popMany(3))], // TUPLE3
  [0x74, tupleOf((machine) => machine.popMark())], // TUPLE
  [0x5d, (machine) => machine.pushNew({ kind: "list", items: [] })], // EMPTY_LIST
  [0x61, (machine) => machine.append(machine.popMany(1))], // APPEND
  [0x65, (machine) => machine.append(machine.popMark())], // APPENDS
  [0x7d, (machine) => machine.pushNew({ kind: "dict", entries: new Map() })], // EMPTY_DICT
  [0x73, (machine) => machine.setItems(machine.popMany(2))], // SETITEM
  [0x75, (machine) => machine.setItems(machine.popMark())], // SETITEMS
  [0x71, (machine, input) => machine.put(input.byte())], // BINPUT
  [0x72, (machine, input) => machine.put(input.uint32())], // LONG_BINPUT
  [0x94, (machine) => machine.memoize()], // MEMOIZE
  [0x68, (machine, input) => machine.get(input.byte())], // BINGET
  [0x6a, (machine, input) => machine.get(input.uint32())], // LONG_BINGET
  [0x63, (machine, input) => machine.global(input.line(), input.line())], // GLOBAL
  [0x93, stackGlobal], // STACK_GLOBAL
  [0x52, reduce], // REDUCE
  [0x62, (machine) => machine.build()], // BUILD
  [0x51, (machine) => machine.persistentId()], // BINPERSID
]);

function checkProtocol(protocol: number, machine: Machine): void {
  if (protocol < 2 || protocol > 5) machine.fail(`is of protocol ${protocol}, expected 2 to 5`);
}
