import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { noise } from "./noise.mjs";

export const sampleRate = 8000;
const headerBytes = 44;

/**
 * Writes a WAV file that can be heard: three digits of the Free Spoken Digit Dataset that nothing was trained on, where there is a
 * data folder, else a second of a siren.
 * @param {string} file
 * @returns {{ sound: string, said: string | undefined }}
 */
export function makeSound(file) {
  const recordings = path.join(process.env["BLOCKZOO_DATA"] ?? "", "free-spoken-digit-dataset", "recordings");
  const isThere = existsSync(recordings);
  const said = "407";
  const gap = Buffer.alloc(2 * (sampleRate / 20));
  const samples = isThere
    ? Array.from(said).flatMap((digit) => [
        readFileSync(path.join(recordings, `${digit}_jackson_0.wav`)).subarray(headerBytes),
        gap,
      ])
    : [siren(1)];
  writeFileSync(file, wavOf(Buffer.concat(samples)));
  return { sound: file, said: isThere ? said : undefined };
}

/**
 * A tone that rises, and a hiss. A network hears how each band changes, divided by how much it does so: of a steady tone that is rounding,
 * which differs from runtime to runtime (some 0.1 of float32 against float64), and of what changes it is the same to 1e-6.
 * @param {number} seconds
 */
function siren(seconds) {
  const hiss = noise(1);
  const length = sampleRate * seconds;
  const samples = Int16Array.from({ length }, (_, at) => {
    const time = at / sampleRate;
    return 6000 * Math.sin(2 * Math.PI * (300 + (400 * time) / seconds) * time) + 400 * (hiss() / 2 ** 14 - 1);
  });
  return Buffer.from(samples.buffer);
}

/** Mono, 16 bit. @param {Buffer} samples */
export function wavOf(samples) {
  const header = Buffer.alloc(headerBytes);
  header.write("RIFF", 0);
  header.writeUInt32LE(headerBytes - 8 + samples.length, 4);
  header.write("WAVEfmt ", 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(sampleRate, 24);
  header.writeUInt32LE(2 * sampleRate, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write("data", 36);
  header.writeUInt32LE(samples.length, 40);
  return Buffer.concat([header, samples]);
}
