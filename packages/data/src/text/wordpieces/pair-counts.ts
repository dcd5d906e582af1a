/** Two pieces that stand side by side, by their numbers, and how often they can be joined. */
export interface Pair {
  readonly left: number;
  readonly right: number;
  readonly count: number;
}

interface Place {
  left: number;
  right: number;
  count: number;
  /** The words in which the pair has been; in some it may be no more. */
  readonly words: Set<number>;
}

/** Stands for signs that are no piece: nothing is joined to them. */
const NONE = -1;

/** More than there can be pieces, so that two numbers make one. */
const LIMIT = 2 ** 26;

/** Words cut into pieces, with the counts of pieces and of pairs of neighbours, kept while pairs are joined. */
export class PairCounts implements Iterable<Pair> {
  readonly #pieces: string[];
  readonly #numbers: Map<string, number>;
  readonly #counts: number[];
  readonly #words: { units: number[]; readonly count: number }[];
  readonly #pairs = new Map<number, Place>();
  #total = 0;

  /** @param signs the first pieces; other signs of the words are never part of any */
  constructor(words: ReadonlyMap<string, number>, signs: readonly string[]) {
    this.#pieces = [...signs];
    this.#numbers = new Map(signs.map((sign, number) => [sign, number]));
    this.#counts = signs.map(() => 0);
    this.#words = [...words].map(([word, count]) => ({
      units: Array.from(word, (sign) => this.#numbers.get(sign) ?? NONE),
      count,
    }));
    for (const word of this.#words.keys()) this.#tally(word, 1);
  }

  /** What there is, by number. */
  get pieces(): readonly string[] {
    return this.#pieces;
  }

  /** The number of all pieces in the words. */
  get total(): number {
    return this.#total;
  }

  countOf(piece: number): number {
    return this.#counts[piece]!;
  }

  /** How often what two pieces make together is there already, made of others. */
  countOfJoined(left: number, right: number): number {
    const joined = this.#numbers.get(this.#pieces[left]! + this.#pieces[right]!);
    return joined === undefined ? 0 : this.#counts[joined]!;
  }

  /** The pairs there are. */
  [Symbol.iterator](): Iterator<Pair> {
    return this.#pairs.values();
  }

  /** Makes one piece of every such pair, from left to right. */
  join({ left, right }: Pair): void {
    const joined = this.#numberOf(this.#pieces[left]! + this.#pieces[right]!);
    const { words } = this.#pairs.get(left * LIMIT + right)!;
    for (const word of words) {
      this.#tally(word, -1);
      this.#words[word]!.units = withJoined(this.#words[word]!.units, left, right, joined);
      this.#tally(word, 1);
    }
  }

  #numberOf(piece: string): number {
    const known = this.#numbers.get(piece);
    if (known !== undefined) return known;
    this.#numbers.set(piece, this.#pieces.length);
    this.#counts.push(0);
    return this.#pieces.push(piece) - 1;
  }

  /** Adds what a word holds to the counts, or takes it away. */
  #tally(word: number, sign: 1 | -1): void {
    const { units, count } = this.#words[word]!;
    for (const unit of units) {
      if (unit === NONE) continue;
      this.#counts[unit]! += sign * count;
      this.#total += sign * count;
    }
    for (const [left, right] of neighbours(units)) this.#tallyPair({ left, right, word, count: sign * count });
  }

  #tallyPair({ left, right, word, count }: Pair & { readonly word: number }): void {
    const key = left * LIMIT + right;
    const pair = this.#pairs.get(key) ?? { left, right, count: 0, words: new Set() };
    pair.count += count;
    pair.words.add(word);
    if (pair.count === 0) this.#pairs.delete(key);
    else this.#pairs.set(key, pair);
  }
}

/** The pairs of neighbours that can be joined: of three alike only the first two. */
function* neighbours(units: readonly number[]): Generator<readonly [left: number, right: number]> {
  let overlaps = false;
  for (let place = 1; place < units.length; place++) {
    const [left, right] = [units[place - 1]!, units[place]!];
    overlaps = !overlaps && left === right && place > 1 && units[place - 2] === left;
    if (left !== NONE && right !== NONE && !overlaps) yield [left, right];
  }
}

function withJoined(units: readonly number[], left: number, right: number, joined: number): number[] {
  const after: number[] = [];
  for (let place = 0; place < units.length; place++) {
    const isPair = units[place] === left && units[place + 1] === right;
    after.push(isPair ? joined : units[place]!);
    if (isPair) place++;
  }
  return after;
}
