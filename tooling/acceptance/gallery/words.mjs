import { writeFileSync } from "node:fs";
import { sampleRate, wavOf } from "./sound.mjs";

/** The first three formants of vowels, in periods a second (Peterson & Barney 1952, men). */
const formants = { a: [730, 1090, 2440], i: [270, 2290, 3010], u: [300, 870, 2240] };
const bandwidths = [80, 100, 150];

/** The vowels of words that nothing here was trained on: spoken by a glottis and a vocal tract of three resonances. */
const words = /** @type {const} */ ({ aya: ["a", "i", "a"], ooway: ["u", "u", "a", "i"] });

/** So often each is said to be learned. */
const each = 10;

/**
 * Writes a WAV file in which two words are said ten times each, and then each again by a voice that comes nowhere else.
 * @param {string} file
 */
export function makeWords(file) {
  const names = /** @type {(keyof typeof words)[]} */ (Object.keys(words));
  const silence = (/** @type {number} */ seconds) => Buffer.alloc(2 * Math.round(sampleRate * seconds));
  const said = (/** @type {number} */ index, /** @type {readonly number[]} */ takes) =>
    takes.flatMap((take) => [spoken(names[index] ?? "aya", take), silence(0.6)]);
  const takes = Array.from({ length: each }, (_, take) => take);
  const samples = Buffer.concat([
    silence(3),
    ...said(0, takes),
    silence(4),
    ...said(1, takes),
    silence(15),
    ...said(0, [each + 1]),
    silence(4),
    ...said(1, [each + 2]),
    silence(4),
  ]);
  writeFileSync(file, wavOf(samples));
  return { sound: file, names, each };
}

/** A word, higher or lower, slower or faster, and by a longer or shorter tract from take to take. @param {keyof typeof words} word @param {number} take */
function spoken(word, take) {
  const varied = (/** @type {number} */ step) => Math.sin(step * (take + 1));
  const [pitch, seconds, tract] = [120 + 25 * varied(2.4), 0.5 + 0.08 * varied(1.7), 1 + 0.05 * varied(3.1)];
  const count = Math.round(seconds * sampleRate);
  const resonances = bandwidths.map((width) => resonance(width));
  let phase = 0;
  const samples = Int16Array.from({ length: count }, (_, at) => {
    const time = at / count;
    phase += (pitch * (1.1 - 0.2 * time)) / sampleRate;
    const pulse = phase >= 1 ? 1 : 0;
    phase %= 1;
    const loudness = Math.min(1, 12 * time, 12 * (1 - time));
    const places = formantsAt(words[word], time);
    const voiced = resonances.reduce((value, resonate, index) => resonate(value, tract * (places[index] ?? 0)), pulse);
    return 9000 * loudness * Math.tanh(voiced);
  });
  return Buffer.from(samples.buffer);
}

/** Between the vowels of a word, from one to the next. @param {readonly (keyof typeof formants)[]} vowels @param {number} time from 0 to 1 */
function formantsAt(vowels, time) {
  const place = time * (vowels.length - 1);
  const at = Math.min(Math.floor(place), vowels.length - 2);
  const [from, to] = [formants[vowels[at] ?? "a"], formants[vowels[at + 1] ?? "a"]];
  return from.map((value, index) => value + (place - at) * ((to[index] ?? 0) - value));
}

/** A resonator of two poles (Klatt 1980), whose frequency moves. @param {number} bandwidth */
function resonance(bandwidth) {
  let [last, before] = [0, 0];
  const radius = Math.exp((-Math.PI * bandwidth) / sampleRate);
  return (/** @type {number} */ value, /** @type {number} */ frequency) => {
    const turn = 2 * radius * Math.cos((2 * Math.PI * frequency) / sampleRate);
    const gain = 1 - turn + radius * radius;
    const next = gain * value + turn * last - radius * radius * before;
    [before, last] = [last, next];
    return next;
  };
}
