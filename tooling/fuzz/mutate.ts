import type { RandomStream } from "@blockzoo/core";

/** Numbers at which sizes, signs and lengths go wrong. */
const EDGES = [0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff];
const PUNCTUATION = Buffer.from("{}[]()<>:;,.\"'\\0129-.eE \n\r\t|#");

type Mutation = (bytes: Uint8Array, random: RandomStream) => Uint8Array;

const mutations: readonly Mutation[] = [
  overwriteBytes,
  overwriteBytes,
  overwriteNumber,
  overwriteNumber,
  flipBit,
  flipBit,
  (bytes, random) => bytes.slice(0, random.integer(bytes.length + 1)),
  copyRun,
  removeRun,
  insertRun,
];

/** A changed copy: one to four mutations, drawn from the stream. */
export function mutate(good: Uint8Array, random: RandomStream): Uint8Array {
  let bytes: Uint8Array = good.slice();
  for (let count = 1 + random.integer(4); count > 0 && bytes.length > 0; count--) {
    bytes = mutations[random.integer(mutations.length)]!(bytes, random);
  }
  return bytes;
}

/** Headers are at the beginning in most formats, and worth more attempts than data. */
function placeIn(bytes: Uint8Array, random: RandomStream): number {
  return random.integer(random.integer(2) === 0 ? Math.min(bytes.length, 64) : bytes.length);
}

function overwriteBytes(bytes: Uint8Array, random: RandomStream): Uint8Array {
  const isText = random.integer(2) === 0;
  bytes[placeIn(bytes, random)] = isText ? PUNCTUATION[random.integer(PUNCTUATION.length)]! : random.integer(256);
  return bytes;
}

function flipBit(bytes: Uint8Array, random: RandomStream): Uint8Array {
  bytes[placeIn(bytes, random)]! ^= 1 << random.integer(8);
  return bytes;
}

function overwriteNumber(bytes: Uint8Array, random: RandomStream): Uint8Array {
  const width = [1, 2, 4, 8][random.integer(4)]!;
  const place = placeIn(bytes, random);
  const number = new DataView(new ArrayBuffer(8));
  number.setUint32(0, EDGES[random.integer(EDGES.length)]!, random.integer(2) === 0);
  if (random.integer(2) === 0) number.setUint32(4, EDGES[random.integer(EDGES.length)]!);
  bytes.set(new Uint8Array(number.buffer, 0, Math.min(width, bytes.length - place)), place);
  return bytes;
}

function copyRun(bytes: Uint8Array, random: RandomStream): Uint8Array {
  const start = placeIn(bytes, random);
  return bytes.copyWithin(placeIn(bytes, random), start, start + 1 + random.integer(64));
}

function removeRun(bytes: Uint8Array, random: RandomStream): Uint8Array {
  const start = placeIn(bytes, random);
  return joined(bytes.subarray(0, start), bytes.subarray(start + 1 + random.integer(16)));
}

function insertRun(bytes: Uint8Array, random: RandomStream): Uint8Array {
  const place = placeIn(bytes, random);
  const from = placeIn(bytes, random);
  // Sometimes a run that is repeated many times: nesting, long names, long lists.
  const run = bytes.slice(from, from + 1 + random.integer(16));
  const times = random.integer(4) === 0 ? 1 + random.integer(500) : 1;
  return joined(bytes.subarray(0, place), ...Array.from({ length: times }, () => run), bytes.subarray(place));
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}
