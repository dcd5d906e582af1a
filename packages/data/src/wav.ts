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
};

/** The tag of which the extension says the real one. */
const EXTENSIBLE = 0xfffe;
const FORMAT_BYTES = 16;
const EXTENSIBLE_BYTES = 40;
/** Of a RIFF chunk: four letters and a length. */
const CHUNK_HEADER = 8;
const RIFF_HEADER = 12;
const MAX_CHANNELS = 8;

/**
 * Reads a WAV file: PCM with 8, 16, 24 or 32 bits or 32-bit floats, one to eight channels. Other chunks are skipped.
 *
 * The format: IBM and Microsoft, "Multimedia Programming Interface and Data Specifications 1.0", 1991.
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
    bytes.length >= RIFF_HEADER && letters(view, 0) === "RIFF" && letters(view, 8) === "WAVE",
    () => `${name}: does not begin as a WAV file (RIFF, a length, WAVE)`,
  );
  let format: Format | undefined;
  for (let place = RIFF_HEADER; place + CHUNK_HEADER <= bytes.length;) {
    const start = place + CHUNK_HEADER;
    const length = view.getUint32(place + 4, true);
    const kind = letters(view, place);
    const where = `${name}: byte ${place}: the chunk ${JSON.stringify(kind)}`;
    check(
      length <= bytes.length - start,
      () => `${where} declares ${length} bytes, the file has ${bytes.length - start} more: it is truncated`,
    );
    if (kind === "fmt ") format = readFormat(view, { start, length, where });
    if (kind === "data") {
      check(format !== undefined, () => `${where} comes before the format`);
      return { sampleRate: format.sampleRate, samples: readSamples(view, { start, length, format, where }) };
    }
    // Chunks begin at even places.
    place = start + length + (length % 2);
  }
  check(false, () => `${name}: ends at byte ${bytes.length} without sound (a chunk "data"): it is truncated`);
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
      `${where} says format ${tag} with ${bits} bits, expected PCM (1) of 8, 16, 24 or 32 bits or floats (3) of 32: convert it`,
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
