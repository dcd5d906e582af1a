/** Writes a pickle of protocol 2, which every PyTorch reads: the few opcodes that a state dict needs. */
export class PickleOutput {
  /** PROTO 2. */
  #bytes = [0x80, 2];

  mark(): void {
    this.#bytes.push(0x28);
  }

  tuple(): void {
    this.#bytes.push(0x74);
  }

  reduce(): void {
    this.#bytes.push(0x52);
  }

  setItems(): void {
    this.#bytes.push(0x75);
  }

  persistentId(): void {
    this.#bytes.push(0x51);
  }

  false(): void {
    this.#bytes.push(0x89);
  }

  /** A call of `OrderedDict` without arguments. */
  orderedDict(): void {
    this.global("collections", "OrderedDict");
    this.#bytes.push(0x29);
    this.reduce();
  }

  sizes(values: readonly number[]): void {
    this.mark();
    for (const value of values) this.integer(value);
    this.tuple();
  }

  /** From 0 to 2^53 - 1: BININT where it fits, else LONG1 of eight bytes. */
  integer(value: number): void {
    const view = new DataView(new ArrayBuffer(8));
    view.setBigInt64(0, BigInt(value), true);
    const bytes = new Uint8Array(view.buffer);
    if (value < 2 ** 31) this.#bytes.push(0x4a, ...bytes.subarray(0, 4));
    else this.#bytes.push(0x8a, 8, ...bytes);
  }

  text(value: string): void {
    const bytes = new TextEncoder().encode(value);
    const length = new Uint8Array(Uint32Array.of(bytes.length).buffer);
    this.#bytes.push(0x58, ...length);
    for (const byte of bytes) this.#bytes.push(byte);
  }

  global(module: string, name: string): void {
    this.#bytes.push(0x63, ...new TextEncoder().encode(`${module}\n${name}\n`));
  }

  /** The bytes, with STOP. */
  end(): Uint8Array {
    return Uint8Array.from([...this.#bytes, 0x2e]);
  }
}
