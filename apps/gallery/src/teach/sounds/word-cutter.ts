/** Seconds. */
const frame = 0.02;
const before = 0.1;
const silenceAfter = 0.3;
const shortest = 0.12;
const longest = 1.9;
/** How much louder than the silence a word is, and than nothing at all. */
const louder = 3;
const leastLoudness = 0.004;

/** Cuts what a microphone hears into words: what is louder than the silence around it. */
export class WordCutter {
  readonly #onWord: (samples: Float32Array) => void;
  readonly #frameLength: number;
  #rest = new Float32Array(0);
  /** The last frames, or all since the word began. */
  #frames: Float32Array[] = [];
  #isInWord = false;
  #loudFrames = 0;
  #quietFrames = 0;
  #silence = Infinity;

  constructor(sampleRate: number, onWord: (samples: Float32Array) => void) {
    this.#onWord = onWord;
    this.#frameLength = Math.round(frame * sampleRate);
  }

  /** What was heard since the last time. */
  hear(samples: Float32Array): void {
    const all = joined([this.#rest, samples]);
    let at = 0;
    for (; at + this.#frameLength <= all.length; at += this.#frameLength) {
      this.#hearFrame(all.slice(at, at + this.#frameLength));
    }
    this.#rest = all.slice(at);
  }

  #hearFrame(samples: Float32Array): void {
    const loudness = Math.sqrt(samples.reduce((sum, value) => sum + value * value, 0) / samples.length);
    // The silence is as loud as the quietest frame, and becomes slowly louder with its room.
    this.#silence = Math.min(loudness, this.#silence * 1.02);
    const isLoud = loudness > Math.max(leastLoudness, louder * this.#silence);
    this.#frames.push(samples);
    this.#quietFrames = isLoud ? 0 : this.#quietFrames + 1;
    if (isLoud) this.#loudFrames++;
    if (!this.#isInWord) {
      this.#isInWord = isLoud;
      if (!isLoud) this.#frames = this.#frames.slice(-before / frame);
      return;
    }
    const isOver = this.#quietFrames * frame >= silenceAfter || this.#frames.length * frame >= longest;
    if (isOver) this.#end();
  }

  #end(): void {
    const kept = this.#frames.slice(0, this.#frames.length - Math.max(0, this.#quietFrames - before / frame));
    if (this.#loudFrames * frame >= shortest) this.#onWord(joined(kept));
    this.#frames = [];
    this.#isInWord = false;
    this.#loudFrames = 0;
  }
}

function joined(parts: readonly Float32Array[]): Float32Array<ArrayBuffer> {
  const all = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
