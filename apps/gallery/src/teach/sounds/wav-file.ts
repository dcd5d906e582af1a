import { changeRate } from "@blockzoo/data/audio";

/** What networks hear, in samples a second. */
const sampleRate = 8000;
const headerBytes = 44;

/** Samples from -1 to 1 as a WAV file of one channel, 8000 samples a second of 16 bits. */
export function wavFile(samples: Float32Array, from: number): Blob {
  const heard = changeRate(samples, { from, to: sampleRate });
  const view = new DataView(new ArrayBuffer(headerBytes + 2 * heard.length));
  const text = (place: number, letters: string) =>
    Array.from(letters).forEach((letter, index) => view.setUint8(place + index, letter.charCodeAt(0)));
  text(0, "RIFF");
  view.setUint32(4, view.byteLength - 8, true);
  text(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  // Whole numbers, one channel.
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, sampleRate, true);
  view.setUint32(28, 2 * sampleRate, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  text(36, "data");
  view.setUint32(40, 2 * heard.length, true);
  heard.forEach((value, index) => {
    const whole = Math.round(2 ** 15 * value);
    view.setInt16(headerBytes + 2 * index, Math.min(2 ** 15 - 1, Math.max(-(2 ** 15), whole)), true);
  });
  return new Blob([view], { type: "audio/wav" });
}
