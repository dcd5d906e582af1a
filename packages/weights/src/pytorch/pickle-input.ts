import { BlockzooError, check } from "@blockzoo/core";

/** The arguments of opcodes, read one after another; what goes beyond the end is refused. */
export class PickleInput {
  readonly #view: DataView;
  #position: number;
  /** Where the pickle must have ended. */
  readonly #limit: number;

  /** For errors. */
  readonly name: string;

  constructor(
    readonly bytes: Uint8Array,
    { start, maxBytes, name }: { start: number; maxBytes: number; name: string },
  ) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#position = start;
    this.#limit = start + maxBytes;
    this.name = name;
  }

  get position(): number {
    return this.#position;
  }

  byte(): number {
    return this.#view.getUint8(this.#take(1));
  }

  uint16(): number {
    return this.#view.getUint16(this.#take(2), true);
  }

  uint32(): number {
    return this.#view.getUint32(this.#take(4), true);
  }

  int32(): number {
    return this.#view.getInt32(this.#take(4), true);
  }

  /** As a double: what is too large for one is too large for any file. */
  uint64(): number {
    return Number(this.#view.getBigUint64(this.#take(8), true));
  }

  /** Big-endian, unlike the integers. */
  float64(): number {
    return this.#view.getFloat64(this.#take(8), false);
  }

  /** A two's complement integer of so many bytes, the lowest first. */
  long(length: number): number | bigint {
    const start = this.#take(length);
    let value = 0n;
    for (let index = length - 1; index >= 0; index--) value = (value << 8n) | BigInt(this.bytes[start + index]!);
    value = BigInt.asIntN(8 * length, value);
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : value;
  }

  /** Undefined for what is not UTF-8. */
  text(length: number): string | undefined {
    const start = this.#take(length);
    return this.#decode(start, start + length);
  }

  skip(length: number): void {
    this.#take(length);
  }

  /** Up to the next line feed. */
  line(): string {
    const start = this.#position;
    const end = this.bytes.indexOf(0x0a, start);
    if (end === -1) this.#cut();
    this.#take(end + 1 - start);
    const text = this.#decode(start, end);
    check(text !== undefined, () => `${this.name}: byte ${start}: the pickle has a name that is not UTF-8`);
    return text;
  }

  #decode(start: number, end: number): string | undefined {
    try {
      return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(this.bytes.subarray(start, end));
    } catch {
      return undefined;
    }
  }

  #take(length: number): number {
    const start = this.#position;
    if (length > this.bytes.length - start) this.#cut();
    check(
      length <= this.#limit - start,
      () => `${this.name}: byte ${start}: the pickle has more bytes than the names and sizes of any weights`,
    );
    this.#position += length;
    return start;
  }

  #cut(): never {
    throw new BlockzooError(
      `${this.name}: byte ${this.#position}: the pickle goes on after byte ${this.bytes.length}, where it ends: ` +
        "it is truncated, or no pickle",
    );
  }
}
