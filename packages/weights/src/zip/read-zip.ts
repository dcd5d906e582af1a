import { BlockzooError, check, messageOf } from "@blockzoo/core";
import { crc32 } from "./crc32.js";

/** Sizes and signatures of the records, from the format's description. */
const END = { signature: 0x06054b50, bytes: 22, longestComment: 0xffff };
const END64 = { signature: 0x06064b50, bytes: 56 };
const LOCATOR64 = { signature: 0x07064b50, bytes: 20 };
const CENTRAL = { signature: 0x02014b50, bytes: 46 };
const LOCAL = { signature: 0x04034b50, bytes: 30 };

const STORED = 0;
const DEFLATED = 8;
const ENCRYPTED = 1;
/** In place of a number that a 64-bit one elsewhere replaces. */
const ELSEWHERE = 0xffffffff;
const ZIP64_EXTRA = 0x0001;

interface Directory {
  readonly count: number;
  readonly start: number;
  readonly end: number;
}

interface Entry {
  readonly name: string;
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  readonly size: number;
  /** What it takes in the archive: the same, unless it is compressed. */
  readonly packed: number;
  readonly headerStart: number;
}

/** A file of an archive. */
export interface ZipEntry {
  readonly size: number;
  /**
   * A view of the archive's bytes, or what `inflate` makes of compressed ones; the checksum is compared once. A compressed file
   * without `inflate` is refused, and so is an encrypted one.
   */
  bytes(options?: { readonly inflate?: Inflate }): Uint8Array;
}

/** Unpacks raw deflate data (RFC 1951) that become `size` bytes; it must stop where there are more. */
export type Inflate = (packed: Uint8Array, size: number) => Uint8Array;

/**
 * Reads a zip archive, zip64 or not. Files that are stored need no bound, since nothing can grow; whoever unpacks compressed
 * ones compares their `size` with a bound first. Files that overlap or lie outside of the archive are refused.
 *
 * The format: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 *
 * @param options the name of the archive, for errors
 */
export function readZip(bytes: Uint8Array, { name }: { name: string }): ReadonlyMap<string, ZipEntry> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const directory = findDirectory(view, name);
  const entries = readDirectory(view, directory, name);
  const files = new Map<string, ZipEntry>();
  let end = 0;
  for (const entry of entries.toSorted((a, b) => a.headerStart - b.headerStart)) {
    const where = `${name}: ${JSON.stringify(entry.name)}`;
    const start = dataStart(view, entry, directory.start, where);
    check(entry.headerStart >= end, () => `${where}: begins at byte ${entry.headerStart}, inside the file before it`);
    end = start + entry.packed;
    check(
      end <= directory.start,
      () =>
        `${where}: has ${entry.size} bytes from byte ${start}, beyond the archive's directory at ${directory.start}`,
    );
    check(!files.has(entry.name), () => `${where}: is in the archive twice`);
    let checked: Uint8Array | undefined;
    files.set(entry.name, {
      size: entry.size,
      bytes: ({ inflate } = {}) =>
        (checked ??= checkedBytes(
          unpacked(bytes.subarray(start, start + entry.packed), entry, where, inflate),
          entry,
          where,
        )),
    });
  }
  return files;
}

function unpacked(bytes: Uint8Array, { flags, method, size }: Entry, where: string, inflate?: Inflate): Uint8Array {
  check((flags & ENCRYPTED) === 0, () => `${where}: is encrypted`);
  if (method === DEFLATED && inflate !== undefined) {
    try {
      return inflate(bytes, size);
    } catch (cause) {
      throw new BlockzooError(`${where}: is damaged (${messageOf(cause)}): get the file again`, { cause });
    }
  }
  check(
    method === STORED,
    () => `${where}: is compressed (method ${method}); torch.save stores: unpack the archive and zip it again with -0`,
  );
  return bytes;
}

function checkedBytes(bytes: Uint8Array, { size, crc }: Entry, where: string): Uint8Array {
  check(size === bytes.length, () => `${where}: its two sizes are ${bytes.length} and ${size}: it is damaged`);
  check(crc32(bytes) === crc, () => `${where}: is damaged, its CRC-32 is not that of the archive: get the file again`);
  return bytes;
}

function findDirectory(view: DataView, name: string): Directory {
  const last = view.byteLength - END.bytes;
  const first = Math.max(0, last - END.longestComment);
  let place = last;
  while (place >= first && !isEnd(view, place)) place--;
  check(place >= first, () => `${name}: the archive has no directory at its end: it is truncated, or no zip archive`);
  const short = {
    disks: view.getUint16(place + 4, true),
    count: view.getUint16(place + 10, true),
    size: view.getUint32(place + 12, true),
    start: view.getUint32(place + 16, true),
  };
  const long = end64(view, place, name);
  const { count, size, start } = long ?? short;
  check(short.disks === 0 || long !== undefined, () => `${name}: is one part of an archive in several files`);
  const end = start + size;
  check(end <= place, () => `${name}: the archive's directory of ${size} bytes from byte ${start} overlaps its end`);
  check(
    count * CENTRAL.bytes <= size,
    () => `${name}: the archive's directory cannot hold ${count} files in ${size} bytes`,
  );
  return { count, start, end };
}

/** The record whose comment reaches the end of the file. */
function isEnd(view: DataView, place: number): boolean {
  return (
    view.getUint32(place, true) === END.signature &&
    place + END.bytes + view.getUint16(place + 20, true) === view.byteLength
  );
}

function end64(view: DataView, end: number, name: string): (Omit<Directory, "end"> & { size: number }) | undefined {
  const locator = end - LOCATOR64.bytes;
  if (locator < 0 || view.getUint32(locator, true) !== LOCATOR64.signature) return undefined;
  const place = number64(view, locator + 8);
  check(
    place <= locator - END64.bytes && view.getUint32(place, true) === END64.signature,
    () => `${name}: the archive has no zip64 record at byte ${place}, where it says it is`,
  );
  return { count: number64(view, place + 32), size: number64(view, place + 40), start: number64(view, place + 48) };
}

function readDirectory(view: DataView, { count, start, end }: Directory, name: string): Entry[] {
  const entries: Entry[] = [];
  let place = start;
  while (entries.length < count) {
    const where = `${name}: byte ${place}: the archive's directory`;
    check(
      place + CENTRAL.bytes <= end && view.getUint32(place, true) === CENTRAL.signature,
      () => `${where} ends after ${entries.length} of ${count} files`,
    );
    const [nameBytes, extraBytes, commentBytes] = [28, 30, 32].map((offset) => view.getUint16(place + offset, true));
    const nameStart = place + CENTRAL.bytes;
    const extraStart = nameStart + nameBytes!;
    const next = extraStart + extraBytes! + commentBytes!;
    check(next <= end, () => `${where} has an entry that goes beyond its end`);
    entries.push(readEntry(view, { place, nameStart, extraStart, extraEnd: extraStart + extraBytes! }, name));
    place = next;
  }
  return entries;
}

interface CentralRecord {
  readonly place: number;
  readonly nameStart: number;
  readonly extraStart: number;
  readonly extraEnd: number;
}

function readEntry(view: DataView, record: CentralRecord, archive: string): Entry {
  const { place, nameStart, extraStart } = record;
  const name = decode(view, nameStart, extraStart, archive);
  const where = `${archive}: ${JSON.stringify(name)}`;
  const flags = view.getUint16(place + 8, true);
  const method = view.getUint16(place + 10, true);
  const long = long64(view, record);
  const take = (offset: number) => {
    const short = view.getUint32(place + offset, true);
    if (short !== ELSEWHERE) return short;
    const value = long.shift();
    check(value !== undefined, () => `${where}: lacks the zip64 number that its entry refers to`);
    return value;
  };
  // The order of the format: the zip64 numbers stand in it too.
  const size = take(24);
  const packed = take(20);
  const headerStart = take(42);
  return { name, flags, method, crc: view.getUint32(place + 16, true), size, packed, headerStart };
}

/** The numbers of the zip64 extra field, in order. */
function long64(view: DataView, { extraStart, extraEnd }: CentralRecord): number[] {
  for (let place = extraStart; place + 4 <= extraEnd;) {
    const length = view.getUint16(place + 2, true);
    const end = Math.min(place + 4 + length, extraEnd);
    if (view.getUint16(place, true) === ZIP64_EXTRA) {
      return Array.from({ length: Math.floor((end - place - 4) / 8) }, (_, index) =>
        number64(view, place + 4 + 8 * index),
      );
    }
    place = end;
  }
  return [];
}

/** Where the bytes of a file begin: after its local header, whose name and extra field have lengths of their own. */
function dataStart(view: DataView, { headerStart }: Entry, directoryStart: number, where: string): number {
  check(
    headerStart + LOCAL.bytes <= directoryStart && view.getUint32(headerStart, true) === LOCAL.signature,
    () => `${where}: has no header at byte ${headerStart}, where the archive's directory says it is`,
  );
  const lengths = view.getUint16(headerStart + 26, true) + view.getUint16(headerStart + 28, true);
  return headerStart + LOCAL.bytes + lengths;
}

function decode(view: DataView, start: number, end: number, archive: string): string {
  const bytes = new Uint8Array(view.buffer, view.byteOffset + start, end - start);
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new BlockzooError(`${archive}: byte ${start}: the name of a file is not UTF-8`, { cause });
  }
}

/** As a double: beyond 2^53 it is inexact, and far beyond any file. */
function number64(view: DataView, place: number): number {
  return Number(view.getBigUint64(place, true));
}
