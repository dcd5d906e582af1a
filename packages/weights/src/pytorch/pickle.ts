import { PickleInput } from "./pickle-input.js";
import { PickleMachine } from "./pickle-machine.js";
import { opcodes, STOP } from "./pickle-opcodes.js";
import type { PickleValue, StorageReference } from "./pickle-values.js";

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

/**
 * Reads one pickle as Python's `pickle` module defines it, protocols 2 to 5. A pickle is a program for a stack machine that
 * can call anything; this machine calls nothing: of names, it knows those that make a state dict, each a function of
 * {@link callGlobal} on plain data, and what any other would have made is an opaque value.
 *
 * The opcodes: https://github.com/python/cpython/blob/main/Lib/pickletools.py
 *
 * @param bytes may go on after the pickle
 * @param start where it begins
 * @param name for errors
 * @throws BlockzooError with the position of the opcode at fault
 */
export function unpickle(bytes: Uint8Array, { start = 0, name }: { start?: number; name: string }): Unpickled {
  const input = new PickleInput(bytes, { start, maxBytes: MAX_BYTES, name });
  const machine = new PickleMachine(input);
  for (let count = 0; ; count++) {
    machine.position = input.position;
    if (count > MAX_OPCODES) machine.fail(`has more than ${MAX_OPCODES} opcodes`);
    const opcode = input.byte();
    if (opcode === STOP) return { value: machine.result(), end: input.position, storages: machine.storages };
    const act = opcodes.get(opcode);
    if (act === undefined) {
      return machine.fail(`has the opcode 0x${opcode.toString(16).padStart(2, "0")}, which no weights file needs`);
    }
    act(machine, input);
  }
}
