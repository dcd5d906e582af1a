import { check } from "@blockzoo/core";
import { Unzlib } from "fflate";
import { channelsOf, type PngChunks } from "./chunks.js";

/** A part of the pixels that is stored as an image of its own: every so many columns and rows from one on. */
interface Pass {
  readonly x: number;
  readonly y: number;
  readonly across: number;
  readonly down: number;
}

const whole: readonly Pass[] = [{ x: 0, y: 0, across: 1, down: 1 }];
const adam7: readonly Pass[] = [
  { x: 0, y: 0, across: 8, down: 8 },
  { x: 4, y: 0, across: 8, down: 8 },
  { x: 0, y: 4, across: 4, down: 8 },
  { x: 2, y: 0, across: 4, down: 4 },
  { x: 0, y: 2, across: 2, down: 4 },
  { x: 1, y: 0, across: 2, down: 2 },
  { x: 0, y: 1, across: 1, down: 2 },
];

/** Deflate makes at most so many bytes of one (RFC 1951 allows 258 bytes for 2 bits). */
const largestExpansion = 1032;
/** Pieces in which the stream is unpacked: each adds 17 MB at most. */
const pieceBytes = 2 ** 14;

/** The samples of all pixels in rows from the top, channels side by side, as numbers of 1 to 16 bits. */
export function readSamples(png: PngChunks): Uint8Array | Uint16Array {
  const { width, height, depth, colours, isInterlaced } = png;
  const channels = channelsOf[colours];
  const passes = (isInterlaced ? adam7 : whole)
    .map((pass) => ({
      ...pass,
      columns: Math.ceil((width - pass.x) / pass.across),
      rows: Math.ceil((height - pass.y) / pass.down),
    }))
    .filter(({ columns, rows }) => columns > 0 && rows > 0)
    .map((pass) => ({ ...pass, lineBytes: Math.ceil((pass.columns * channels * depth) / 8) }));
  const expected = passes.reduce((sum, { rows, lineBytes }) => sum + rows * (1 + lineBytes), 0);
  const lines = unpack(png.compressed, expected);
  const samples = new (depth === 16 ? Uint16Array : Uint8Array)(width * height * channels);
  const pixelBytes = Math.max(1, (channels * depth) / 8);
  let start = 0;
  for (const { x, y, across, down, columns, rows, lineBytes } of passes) {
    const end = start + rows * (1 + lineBytes);
    unfilter(lines.subarray(start, end), lineBytes, pixelBytes);
    for (let row = 0; row < rows; row++) {
      const place = start + row * (1 + lineBytes) + 1;
      const target = ((y + row * down) * width + x) * channels;
      if (depth === 8 && across === 1) {
        samples.set(lines.subarray(place, place + lineBytes), target);
        continue;
      }
      for (let column = 0; column < columns; column++) {
        for (let channel = 0; channel < channels; channel++) {
          samples[target + column * across * channels + channel] = sampleAt(
            lines,
            place,
            column * channels + channel,
            depth,
          );
        }
      }
    }
    start = end;
  }
  return samples;
}

/** Sample `index` of the line that begins at `place`: the first one is in the highest bits. */
function sampleAt(lines: Uint8Array, place: number, index: number, depth: number): number {
  if (depth === 8) return lines[place + index]!;
  if (depth === 16) return (lines[place + 2 * index]! << 8) | lines[place + 2 * index + 1]!;
  const bit = index * depth;
  return (lines[place + (bit >> 3)]! >> (8 - depth - (bit & 7))) & ((1 << depth) - 1);
}

/** The first bytes of a zlib stream; what follows them, its checksum too, is not needed. */
function unpack(compressed: readonly Uint8Array[], expected: number): Uint8Array {
  const packed = compressed.reduce((sum, { length }) => sum + length, 0);
  check(
    expected <= packed * largestExpansion,
    () => `it is cut off: its pixels take ${expected} bytes, which ${packed} packed ones cannot hold`,
  );
  const unpacked = new Uint8Array(expected);
  let filled = 0;
  const stream = new Unzlib((chunk) => {
    const kept = chunk.subarray(0, expected - filled);
    unpacked.set(kept, filled);
    filled += kept.length;
  });
  for (const part of compressed) {
    for (let start = 0; start < part.length; start += pieceBytes) {
      if (filled < expected) stream.push(part.subarray(start, start + pieceBytes));
    }
  }
  check(filled === expected, () => `it is cut off: its pixels take ${expected} bytes, and ${filled} are there`);
  return unpacked;
}

/** The five filters of PNG, undone in place: bytes are differences from those of the pixel before, above, both, or Paeth's. */
const filters: readonly ((line: Uint8Array, above: Uint8Array, pixelBytes: number) => void)[] = [
  () => {},
  (line, _, pixelBytes) => {
    for (let index = pixelBytes; index < line.length; index++) line[index]! += line[index - pixelBytes]!;
  },
  (line, above) => {
    for (let index = 0; index < line.length; index++) line[index]! += above[index]!;
  },
  (line, above, pixelBytes) => {
    for (let index = 0; index < pixelBytes; index++) line[index]! += above[index]! >> 1;
    for (let index = pixelBytes; index < line.length; index++) {
      line[index]! += (line[index - pixelBytes]! + above[index]!) >> 1;
    }
  },
  (line, above, pixelBytes) => {
    for (let index = 0; index < pixelBytes; index++) line[index]! += above[index]!;
    for (let index = pixelBytes; index < line.length; index++) {
      line[index]! += paeth(line[index - pixelBytes]!, above[index]!, above[index - pixelBytes]!);
    }
  },
];

/** Undoes the filters of lines, in place: each begins with the number of its own. */
function unfilter(lines: Uint8Array, lineBytes: number, pixelBytes: number): void {
  let above: Uint8Array = new Uint8Array(lineBytes);
  for (let place = 0; place < lines.length; place += 1 + lineBytes) {
    const undo = filters[lines[place]!];
    check(undo !== undefined, () => `says filter ${lines[place]} for a line, expected 0 to ${filters.length - 1}`);
    const line = lines.subarray(place + 1, place + 1 + lineBytes);
    undo(line, above, pixelBytes);
    above = line;
  }
}

/** Of three neighbours the one that is nearest to left + up - corner. */
function paeth(left: number, up: number, corner: number): number {
  const toLeft = Math.abs(up - corner);
  const toUp = Math.abs(left - corner);
  const toCorner = Math.abs(left + up - 2 * corner);
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}
