/** How the samples of a WAV file are written: the format's tag, the bytes of a sample, and how one is stored. */
interface Encoding {
  readonly tag: number;
  readonly bytes: number;
  write(view: DataView, place: number, value: number): void;
}

const whole = (bits: number) => (value: number) => Math.round(value * (2 ** (bits - 1) - 1));

/** All kinds of samples that are read. */
export const encodings = {
  "8 bit": { tag: 1, bytes: 1, write: (view, place, value) => view.setUint8(place, 128 + whole(8)(value)) },
  "16 bit": { tag: 1, bytes: 2, write: (view, place, value) => view.setInt16(place, whole(16)(value), true) },
  "24 bit": {
    tag: 1,
    bytes: 3,
    write(view, place, value) {
      view.setUint16(place, whole(24)(value) & 0xffff, true);
      view.setInt8(place + 2, whole(24)(value) >> 16);
    },
  },
  "32 bit": { tag: 1, bytes: 4, write: (view, place, value) => view.setInt32(place, whole(32)(value), true) },
  float: { tag: 3, bytes: 4, write: (view, place, value) => view.setFloat32(place, value, true) },
  double: { tag: 3, bytes: 8, write: (view, place, value) => view.setFloat64(place, value, true) },
} as const satisfies Readonly<Record<string, Encoding>>;

export interface WavOptions {
  /** Samples a second. Default 8000. */
  readonly sampleRate?: number;
  /** Default 16 bit. */
  readonly encoding?: keyof typeof encodings;
  /** Every channel has the same sound. Default 1. */
  readonly channels?: number;
  /** A chunk of five bytes, and so of an odd length, before the sound. */
  readonly oddChunk?: boolean;
  /** As what was written through a pipe: no length is known. */
  readonly streamed?: boolean;
}

/** The bytes of a WAV file. */
export function wav(samples: Float32Array, options: WavOptions = {}): Uint8Array {
  const { sampleRate = 8000, encoding = "16 bit", channels = 1, oddChunk = false, streamed = false } = options;
  const { tag, bytes, write }: Encoding = encodings[encoding];
  const align = bytes * channels;
  const sound = new DataView(new ArrayBuffer(samples.length * align));
  samples.forEach((value, at) => {
    for (let channel = 0; channel < channels; channel++) write(sound, at * align + channel * bytes, value);
  });
  const format = Buffer.alloc(16);
  [tag, channels].forEach((value, index) => format.writeUInt16LE(value, 2 * index));
  [sampleRate, sampleRate * align].forEach((value, index) => format.writeUInt32LE(value, 4 + 4 * index));
  [align, 8 * bytes].forEach((value, index) => format.writeUInt16LE(value, 12 + 2 * index));
  const chunk = (name: string, content: Uint8Array, length = content.length) => {
    const header = Buffer.from(`${name}????`);
    header.writeUInt32LE(length, 4);
    return Buffer.concat([header, content, Buffer.alloc(content.length % 2)]);
  };
  const unknown = streamed ? 0xffffffff : undefined;
  const chunks = Buffer.concat([
    Buffer.from("WAVE"),
    chunk("fmt ", format),
    ...(oddChunk ? [chunk("LIST", Buffer.from("INFOx"))] : []),
    chunk("data", new Uint8Array(sound.buffer), unknown),
  ]);
  return Uint8Array.from(chunk("RIFF", chunks, unknown));
}
