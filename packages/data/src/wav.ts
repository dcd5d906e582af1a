import { check, type NDArray } from "@blockzoo/core";

/** A sound. */
export interface Wav {
  /** Frames a second. */
  readonly sampleRate: number;
  /** float32[channels,frames] from -1 to 1: integers are divided by half their range, floats are as they are. */
  readonly samples: NDArray;
}

interface Format {
  readonly channels: number;
  readonly sampleRate: number;
  /** Bytes of one sample, of one channel. */
  readonly bytes: number;
  readonly read: (view: DataView, place: number) => number;
}

/** How a sample of each kind becomes a number, by format tag and bits. */
const SAMPLES: Readonly<Record<string, Format["read"]>> = {
  // Bytes are unsigned with their zero at 128; all wider integers are signed.
  "1/8": (view, place) => (view.getUint8(place) - 128) / 2 ** 7,
  "1/16": (view, place) => view.getInt16(place, true) / 2 ** 15,
  "1/24": (view, place) => (view.getInt8(place + 2) * 2 ** 16 + view.getUint16(place, true)) / 2 ** 23,
  "1/32": (view, place) => view.getInt32(place, true) / 2 ** 31,
  "3/32": (view, place) => view.getFloat32(place, true),
  "3/64": (view, place) => view.getFloat64(place, true),
};

/** The tag of which the extension says the real one. */
const EXTENSIBLE = 0xfffe;
const FORMAT_BYTES = 16;
const EXTENSIBLE_BYTES = 40;
/** Of the chunk "ds64": the lengths of the file, of the sound and of its frames, and of a table. */
const LONG_LENGTHS_BYTES = 28;
/** Of a RIFF chunk: four letters and a length. */
const CHUNK_HEADER = 8;
const RIFF_HEADER = 12;
const MAX_CHANNELS = 8;
/**
 * Lengths from here on are what programs write that do not know the length, since a pipe cannot be written to again: 2 GiB
 * less a header or two (SoX, espeak, arecord), or all bits set (ffmpeg, mpg123).
 */
const UNKNOWN_LENGTH = 0x7fff0000;

/**
 * Reads a WAV file: PCM with 8, 16, 24 or 32 bits or floats of 32 or 64, one to eight channels. Other chunks are skipped. A
 * sound whose length is not said, since it went through a pipe, is all that follows, up to the last whole frame.
 *
 * The format: IBM and Microsoft, "Multimedia Programming Interface and Data Specifications 1.0", 1991; with lengths of 64 bits
 * (RF64): European Broadcasting Union, "Tech 3306", 2009.
 *
 * @param options the name of the file, for errors
 * @throws BlockzooError with the byte at fault when the file is compressed, cut or not what its header says
 *
 * @example
 * const { sampleRate, samples } = parseWav(bytes, { name: "seven.wav" });   // 8000, float32[1,2384]
 */
export function parseWav(bytes: Uint8Array, { name }: { name: string }): Wav {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  check(
    bytes.length >= RIFF_HEADER && /^(RIFF|RF64|BW64)$/.test(letters(view, 0)) && letters(view, 8) === "WAVE",
    () => `${name}: does not begin as a WAV file (RIFF or RF64, a length, WAVE)`,
  );
  let format: Format | undefined;
  let longLength: number | undefined;
  for (let place = RIFF_HEADER; place + CHUNK_HEADER <= bytes.length;) {
    const kind = letters(view, place);
    const where = `${name}: byte ${place}: the chunk ${JSON.stringify(kind)}`;
    const chunk = { start: place + CHUNK_HEADER, length: view.getUint32(place + 4, true), where };
    if (kind === "data") {
      check(format !== undefined, () => `${where} comes before the format`);
      const length = soundLength(view, { ...chunk, format, longLength });
      return { sampleRate: format.sampleRate, samples: readSamples(view, { ...chunk, length, format }) };
    }
    checkLength(view, chunk);
    if (kind === "fmt ") format = readFormat(view, chunk);
    if (kind === "ds64") longLength = readLongLength(view, chunk);
    place = nextChunk(view, chunk.start + chunk.length);
  }
  check(false, () => `${name}: ends at byte ${bytes.length} without sound (a chunk "data"): it is truncated`);
}

interface Sound extends Chunk {
  readonly format: Format;
  /** What an RF64 file says. */
  readonly longLength: number | undefined;
}

/** The bytes of a sound: as many as its chunk says, or all whole frames that follow where it does not know. */
function soundLength(view: DataView, { start, length, where, format, longLength }: Sound): number {
  const isLong = length === 0xffffffff && longLength !== undefined;
  const said = isLong ? longLength : length;
  const isUnknown = said >= (isLong ? Number.MAX_SAFE_INTEGER : UNKNOWN_LENGTH) || (said === 0 && isSound(view, start));
  const frame = format.bytes * format.channels;
  const rest = view.byteLength - start;
  // A file may truly have one of the lengths that stand for none.
  if (isUnknown && (said === 0 || said > rest)) return Math.floor(rest / frame) * frame;
  checkLength(view, { start, length: said, where });
  return said;
}

/** Whether the rest of a file is something else than chunks. */
function isSound(view: DataView, start: number): boolean {
  let place = start;
  while (isChunk(view, place)) place = nextChunk(view, place + CHUNK_HEADER + view.getUint32(place + 4, true));
  return place < view.byteLength;
}

function checkLength(view: DataView, { start, length, where }: Chunk): void {
  const rest = view.byteLength - start;
  check(length <= rest, () => `${where} declares ${length} bytes, the file has ${rest} more: it is truncated`);
}

/** Where the chunk after one begins: at an even place, which some programs forget. */
function nextChunk(view: DataView, end: number): number {
  return end % 2 === 0 || (isChunk(view, end) && !isChunk(view, end + 1)) ? end : end + 1;
}

/** Whether a chunk begins here: four printable letters, and no longer than the file, except for sound. */
function isChunk(view: DataView, place: number): boolean {
  if (place + CHUNK_HEADER > view.byteLength || !/^[ -~]{4}$/.test(letters(view, place))) return false;
  if (letters(view, place) === "data") return true;
  return view.getUint32(place + 4, true) <= view.byteLength - place - CHUNK_HEADER;
}

/** From the chunk of an RF64 file, the length of the sound: after that of the file, in 64 bits. */
function readLongLength(view: DataView, { start, length, where }: Chunk): number {
  check(length >= LONG_LENGTHS_BYTES, () => `${where} has ${length} bytes, expected at least ${LONG_LENGTHS_BYTES}`);
  return Number(view.getBigUint64(start + 8, true));
}

interface Chunk {
  readonly start: number;
  readonly length: number;
  readonly where: string;
}

function readFormat(view: DataView, { start, length, where }: Chunk): Format {
  check(length >= FORMAT_BYTES, () => `${where} has ${length} bytes, expected at least ${FORMAT_BYTES}`);
  const [outer, channels, align, bits] = [0, 2, 12, 14].map((offset) => view.getUint16(start + offset, true));
  const sampleRate = view.getUint32(start + 4, true);
  const isExtensible = outer === EXTENSIBLE && length >= EXTENSIBLE_BYTES;
  const tag = isExtensible ? view.getUint16(start + 24, true) : outer;
  const kind = `${tag}/${bits}`;
  const read = Object.hasOwn(SAMPLES, kind) ? SAMPLES[kind] : undefined;
  check(
    read !== undefined,
    () =>
      `${where} says format ${tag} with ${bits} bits, expected PCM (1) of 8, 16, 24 or 32 bits or floats (3) of 32 or 64: convert it`,
  );
  check(
    channels! >= 1 && channels! <= MAX_CHANNELS,
    () => `${where} says ${channels} channels, expected 1 to ${MAX_CHANNELS}`,
  );
  check(sampleRate > 0, () => `${where} says 0 frames a second`);
  const bytes = bits! / 8;
  check(
    align === bytes * channels!,
    () => `${where} says ${align} bytes a frame, but ${channels} channels of ${bits} bits take ${bytes * channels!}`,
  );
  return { channels: channels!, sampleRate, bytes, read };
}

function readSamples(view: DataView, { start, length, where, format }: Chunk & { format: Format }): NDArray {
  const { channels, bytes, read } = format;
  const frames = length / (bytes * channels);
  check(Number.isInteger(frames), () => `${where} has ${length} bytes, no whole number of ${bytes * channels} a frame`);
  const data = new Float32Array(channels * frames);
  // Frames lie one after another, with their channels side by side.
  for (let frame = 0; frame < frames; frame++) {
    for (let channel = 0; channel < channels; channel++) {
      data[channel * frames + frame] = read(view, start + (frame * channels + channel) * bytes);
    }
  }
  return { dtype: "float32", shape: [channels, frames], data };
}

function letters(view: DataView, place: number): string {
  return String.fromCharCode(...[0, 1, 2, 3].map((offset) => view.getUint8(place + offset)));
}
