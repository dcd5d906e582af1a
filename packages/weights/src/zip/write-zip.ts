import { check } from "@blockzoo/core";
import { crc32 } from "./crc32.js";

/** A file to put into an archive. */
export interface ZipFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const LOCAL_BYTES = 30;
const CENTRAL_BYTES = 46;
const END_BYTES = 22;
/** The version that a reader needs, as the format counts: stored files, nothing more. */
const VERSION = 20;
const UTF8_NAMES = 0x0800;
/** 1 January 1980, the first date there is: the same files give the same archive. */
const DATE = 0x0021;
/** Padding before the data, as an extra field of PyTorch's own identifier. */
const PADDING = { id: 0x4246, bytes: 4 };

/**
 * Writes a zip archive of stored files. The data of each begin at a multiple of 64 bytes, as in the archives of
 * `torch.save`, so that a reader can map them into memory.
 */
export function writeZip(files: readonly ZipFile[]): Uint8Array {
  let end = 0;
  const entries = files.map(({ name, bytes }) => {
    const encoded = new TextEncoder().encode(name);
    const start = end;
    const unpadded = start + LOCAL_BYTES + encoded.length + PADDING.bytes;
    const padding = PADDING.bytes + ((64 - (unpadded % 64)) % 64);
    end = start + LOCAL_BYTES + encoded.length + padding + bytes.length;
    return { name: encoded, bytes, crc: crc32(bytes), start, padding };
  });
  const directoryStart = end;
  const directoryBytes = entries.reduce((sum, { name }) => sum + CENTRAL_BYTES + name.length, 0);
  check(
    files.length < 0xffff && directoryStart + directoryBytes < 0xffffffff,
    () => `writeZip: ${files.length} files of ${directoryStart} bytes exceed the 65534 files or 4 GiB of an archive`,
  );
  const archive = new Uint8Array(directoryStart + directoryBytes + END_BYTES);
  const view = new DataView(archive.buffer);
  for (const { name, bytes, crc, start, padding } of entries) {
    numbers(view, start, [32, 0x04034b50], [16, VERSION], ...common(crc, bytes.length, name.length), [16, padding]);
    archive.set(name, start + LOCAL_BYTES);
    const extra = start + LOCAL_BYTES + name.length;
    numbers(view, extra, [16, PADDING.id], [16, padding - PADDING.bytes]);
    archive.set(bytes, extra + padding);
  }
  let place = directoryStart;
  for (const { name, bytes, crc, start } of entries) {
    const versions = [
      [16, VERSION],
      [16, VERSION],
    ] as const;
    // Extra field, comment, disk and attributes are empty; then comes the place of the local header.
    const rest = [
      [16, 0],
      [16, 0],
      [16, 0],
      [16, 0],
      [32, 0],
      [32, start],
    ] as const;
    numbers(view, place, [32, 0x02014b50], ...versions, ...common(crc, bytes.length, name.length), ...rest);
    archive.set(name, place + CENTRAL_BYTES);
    place += CENTRAL_BYTES + name.length;
  }
  const counts = [
    [16, 0],
    [16, 0],
    [16, files.length],
    [16, files.length],
  ] as const;
  numbers(view, place, [32, 0x06054b50], ...counts, [32, directoryBytes], [32, directoryStart], [16, 0]);
  return archive;
}

type Field = readonly [bits: 16 | 32, value: number];

/** Flags, method, time, date, checksum, both sizes and the length of the name: what the two headers of a file share. */
function common(crc: number, size: number, nameBytes: number): Field[] {
  return [
    [16, UTF8_NAMES],
    [16, 0],
    [16, 0],
    [16, DATE],
    [32, crc],
    [32, size],
    [32, size],
    [16, nameBytes],
  ];
}

function numbers(view: DataView, start: number, ...fields: readonly Field[]): void {
  let place = start;
  for (const [bits, value] of fields) {
    if (bits === 16) view.setUint16(place, value, true);
    else view.setUint32(place, value, true);
    place += bits / 8;
  }
}
