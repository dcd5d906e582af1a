import { BlockzooError, check } from "@blockzoo/core";

/** What the header says of one tensor. */
export interface HeaderEntry {
  readonly dtype: string;
  readonly shape: readonly number[];
  /** The first byte and the one after the last, counted from the end of the header. */
  readonly offsets: readonly [number, number];
}

/** The parsed header: tensors and metadata by name. */
export interface Header {
  readonly tensors: ReadonlyMap<string, HeaderEntry>;
  readonly metadata: ReadonlyMap<string, string>;
}

export const METADATA_KEY = "__metadata__";

/**
 * Parses the JSON header of a safetensors file. This is no general JSON parser on purpose: it knows the one shape that a
 * header has, so duplicate keys, which `JSON.parse` drops silently, deep nesting and numbers that are no sizes are errors
 * with their place.
 */
export function parseHeader(text: string, name: string): Header {
  const scanner = new Scanner(text, name);
  const tensors = new Map<string, HeaderEntry>();
  let metadata: ReadonlyMap<string, string> = new Map();
  scanner.object((key) => {
    if (key === METADATA_KEY) metadata = parseMetadata(scanner);
    else tensors.set(key, parseEntry(scanner, key));
  });
  scanner.end();
  return { tensors, metadata };
}

function parseMetadata(scanner: Scanner): ReadonlyMap<string, string> {
  const metadata = new Map<string, string>();
  scanner.object((key) => metadata.set(key, scanner.string()));
  return metadata;
}

function parseEntry(scanner: Scanner, tensor: string): HeaderEntry {
  let dtype: string | undefined;
  let shape: number[] | undefined;
  let offsets: number[] | undefined;
  scanner.object((key) => {
    if (key === "dtype") dtype = scanner.string();
    else if (key === "shape") shape = scanner.sizes();
    else if (key === "data_offsets") offsets = scanner.sizes();
    else scanner.fail(`unknown field ${JSON.stringify(key)} of tensor ${JSON.stringify(tensor)}`);
  });
  const [begin, end, ...rest] = offsets ?? [];
  if (dtype === undefined || shape === undefined || begin === undefined || end === undefined || rest.length > 0) {
    return scanner.fail(`tensor ${JSON.stringify(tensor)} needs a dtype, a shape and two data_offsets`);
  }
  return { dtype, shape, offsets: [begin, end] };
}

class Scanner {
  #position = 0;

  constructor(
    readonly text: string,
    readonly name: string,
  ) {}

  /** Reads an object; `member` reads the value of each key. */
  object(member: (key: string) => void): void {
    const keys = new Set<string>();
    this.#expect("{");
    if (this.#skip("}")) return;
    do {
      const key = this.string();
      if (key === "__proto__") this.fail('the key "__proto__" is not allowed');
      if (keys.has(key)) this.fail(`the key ${JSON.stringify(key)} is there twice`);
      keys.add(key);
      this.#expect(":");
      member(key);
    } while (this.#skip(","));
    this.#expect("}");
  }

  /** Reads an array of integers from 0 to 2^53 - 1. */
  sizes(): number[] {
    const sizes: number[] = [];
    this.#expect("[");
    if (this.#skip("]")) return sizes;
    do {
      const size = Number(this.#match(/(?:0|[1-9]\d*)(?![\d.eE])/y) ?? Number.NaN);
      if (!Number.isSafeInteger(size)) this.fail("expected a size, an integer from 0 to 2^53 - 1");
      sizes.push(size);
    } while (this.#skip(","));
    this.#expect("]");
    return sizes;
  }

  string(): string {
    this.#skipSpaces();
    const start = this.#position;
    if (this.text[start] !== '"') this.fail("expected a string");
    // By hand: a regular expression would overflow its stack on a string of many megabytes.
    let end = start + 1;
    while (end < this.text.length && this.text[end] !== '"') end += this.text[end] === "\\" ? 2 : 1;
    try {
      const value = JSON.parse(this.text.slice(start, end + 1)) as string;
      this.#position = end + 1;
      return value;
    } catch {
      return this.fail("expected a string that ends and has valid escapes");
    }
  }

  /** Only spaces may follow. */
  end(): void {
    this.#skipSpaces();
    if (this.#position < this.text.length) this.fail("expected the end of the header");
  }

  fail(problem: string): never {
    const found =
      this.#position < this.text.length
        ? JSON.stringify(this.text.slice(this.#position, this.#position + 12))
        : "its end";
    throw new BlockzooError(`${this.name}: header, character ${this.#position}: ${problem}, before ${found}`);
  }

  #expect(character: string): void {
    if (!this.#skip(character)) this.fail(`expected ${character}`);
  }

  #skip(character: string): boolean {
    this.#skipSpaces();
    if (this.text[this.#position] !== character) return false;
    this.#position++;
    return true;
  }

  #skipSpaces(): void {
    while (" \t\r\n".includes(this.text[this.#position] ?? "x")) this.#position++;
  }

  #match(pattern: RegExp): string | undefined {
    this.#skipSpaces();
    pattern.lastIndex = this.#position;
    const match = pattern.exec(this.text)?.[0];
    this.#position += match?.length ?? 0;
    return match;
  }
}

/**
 * Checks that the tensors fill the data exactly: no overlap, no gap, nothing left over.
 *
 * @param dataBytes the size of the file after the header
 */
export function checkLayout(tensors: Header["tensors"], dataBytes: number, name: string): void {
  let end = 0;
  const places = [...tensors].map(([tensor, { offsets }]) => ({ tensor, begin: offsets[0], end: offsets[1] }));
  // An empty tensor shares its offset with its neighbour and comes first.
  for (const place of places.toSorted((a, b) => a.begin - b.begin || a.end - b.end)) {
    const where = () => `${name}: tensor ${JSON.stringify(place.tensor)}: data_offsets [${place.begin},${place.end}]`;
    check(place.begin <= place.end, () => `${where()} end before they begin`);
    check(
      place.end <= dataBytes,
      () => `${where()} lie beyond the end of the file, which has ${dataBytes} bytes of data`,
    );
    check(place.begin >= end, () => `${where()} overlap the tensor before, which ends at ${end}`);
    check(place.begin === end, () => `${where()} leave a gap after the tensor before, which ends at ${end}`);
    end = place.end;
  }
  check(end === dataBytes, () => `${name}: the tensors end at byte ${end} of the data, the file at ${dataBytes}`);
}
