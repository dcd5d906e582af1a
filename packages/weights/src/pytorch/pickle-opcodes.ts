import type { PickleInput } from "./pickle-input.js";
import type { PickleMachine } from "./pickle-machine.js";
import { opaque, type PickleValue } from "./pickle-values.js";

/** What an opcode does; its arguments follow it in the input. */
export type Opcode = (machine: PickleMachine, input: PickleInput) => void;

export const STOP = 0x2e;

/** Longer ones are no sizes. */
const LONGEST_INTEGER = 255;

const pushes =
  (read: (input: PickleInput) => PickleValue): Opcode =>
  (machine, input) =>
    machine.push(read(input));

const tupleOf =
  (take: (machine: PickleMachine) => PickleValue[]): Opcode =>
  (machine) =>
    machine.pushNew({ kind: "tuple", items: take(machine) });

/** Bytes have no place in a state dict: they are passed over. */
const skips =
  (name: string, length: (input: PickleInput) => number): Opcode =>
  (machine, input) => {
    input.skip(length(input));
    machine.pushNew(opaque(name));
  };

/** What is not UTF-8 is no name: bytes, for which Python 2 has the same type, or a path of a file system that allows it. */
const texts =
  (length: (input: PickleInput) => number): Opcode =>
  (machine, input) => {
    const text = input.text(length(input));
    if (text === undefined) machine.pushNew(opaque("bytes"));
    else machine.push(text);
  };

/** REDUCE and NEWOBJ: a function, or a class, and its arguments. */
const call: Opcode = (machine) => {
  const [callable, args] = machine.popMany(2);
  machine.call(callable!, args!);
};

/**
 * The opcodes that files of `torch.save` use, by number. Those of protocols 0 and 1 are not among them, and neither are
 * extensions, whose names a registry of the reader would give.
 */
export const opcodes: ReadonlyMap<number, Opcode> = new Map<number, Opcode>([
  [0x80, (machine, input) => checkProtocol(input.byte(), machine)], // PROTO
  [0x95, (_, input) => void input.uint64()], // FRAME, a hint for buffering
  [0x4e, pushes(() => null)], // NONE
  [0x88, pushes(() => true)], // NEWTRUE
  [0x89, pushes(() => false)], // NEWFALSE
  [0x4b, pushes((input) => input.byte())], // BININT1
  [0x4d, pushes((input) => input.uint16())], // BININT2
  [0x4a, pushes((input) => input.int32())], // BININT
  [0x8a, pushes((input) => input.long(input.byte()))], // LONG1
  [0x8b, longInteger], // LONG4
  [0x47, pushes((input) => input.float64())], // BINFLOAT
  [0x55, texts((input) => input.byte())], // SHORT_BINSTRING
  [0x54, texts((input) => input.uint32())], // BINSTRING
  [0x8c, texts((input) => input.byte())], // SHORT_BINUNICODE
  [0x58, texts((input) => input.uint32())], // BINUNICODE
  [0x8d, texts((input) => input.uint64())], // BINUNICODE8
  [0x43, skips("bytes", (input) => input.byte())], // SHORT_BINBYTES
  [0x42, skips("bytes", (input) => input.uint32())], // BINBYTES
  [0x8e, skips("bytes", (input) => input.uint64())], // BINBYTES8
  [0x96, skips("bytearray", (input) => input.uint64())], // BYTEARRAY8
  [0x28, (machine) => machine.mark()], // MARK
  [0x30, (machine) => machine.discard()], // POP
  [0x31, (machine) => void machine.popMark()], // POP_MARK
  [0x32, (machine) => machine.duplicate()], // DUP
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
  [0x8f, (machine) => machine.pushNew(opaque("set"))], // EMPTY_SET
  [0x90, (machine) => machine.append(machine.popMark())], // ADDITEMS
  [0x91, frozenSet], // FROZENSET
  [0x71, (machine, input) => machine.put(input.byte())], // BINPUT
  [0x72, (machine, input) => machine.put(input.uint32())], // LONG_BINPUT
  [0x94, (machine) => machine.memoize()], // MEMOIZE
  [0x68, (machine, input) => machine.get(input.byte())], // BINGET
  [0x6a, (machine, input) => machine.get(input.uint32())], // LONG_BINGET
  [0x63, (machine, input) => machine.global(input.line(), input.line())], // GLOBAL
  [0x93, stackGlobal], // STACK_GLOBAL
  [0x52, call], // REDUCE
  [0x81, call], // NEWOBJ
  [0x92, callWithNames], // NEWOBJ_EX
  [0x6f, object], // OBJ
  [0x62, (machine) => machine.build()], // BUILD
  [0x51, (machine) => machine.persistentId()], // BINPERSID
]);

function checkProtocol(protocol: number, machine: PickleMachine): void {
  if (protocol < 2 || protocol > 5) machine.fail(`is of protocol ${protocol}, expected 2 to 5`);
}

function longInteger(machine: PickleMachine, input: PickleInput): void {
  const length = input.int32();
  if (length < 0) machine.fail("has an integer of a negative length");
  if (length <= LONGEST_INTEGER) return machine.push(input.long(length));
  input.skip(length);
  machine.pushNew(opaque("int"));
}

function frozenSet(machine: PickleMachine): void {
  machine.popMark();
  machine.pushNew(opaque("frozenset"));
}

function stackGlobal(machine: PickleMachine): void {
  const [module, name] = machine.popMany(2);
  machine.global(module!, name!);
}

function callWithNames(machine: PickleMachine): void {
  const [callable, args] = machine.popMany(3);
  machine.call(callable!, args!);
}

/** A class of Python 2 and its arguments, above a mark. */
function object(machine: PickleMachine): void {
  const [callable, ...args] = machine.popMark();
  if (callable === undefined) machine.fail("makes an object without a class");
  machine.call(callable, { kind: "tuple", items: args });
}
