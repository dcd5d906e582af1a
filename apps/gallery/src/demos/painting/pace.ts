/** Longer sides of frames, in pixels. */
const sides = [96, 128, 160, 192, 256, 320, 384, 512] as const;

/** Frames a second at which a film flows. */
const flowing = 8;

/** A larger frame is tried only where it leaves so much of the time unused: what was measured may have been luck. */
const reserve = 0.8;

/** Frames that a rate is measured over. */
const measured = 8;

/**
 * How large the frames of a film may be that is painted while it is taken, and how many a second there are. The time for a frame
 * grows with its pixels.
 */
export class Pace {
  #at = 1;
  /** When frames of the present size were shown, in milliseconds: the last ones. */
  #shown: number[] = [];

  /** The longer side of the next frame, in pixels. */
  get side(): number {
    return sides[this.#at]!;
  }

  /** Frames a second, as shown; undefined until there are two of this size. */
  get rate(): number | undefined {
    const intervals = this.#shown.length - 1;
    return intervals < 1 ? undefined : (1000 * intervals) / (this.#shown.at(-1)! - this.#shown[0]!);
  }

  /** Takes note of a frame that is shown now. */
  show(now: number): void {
    this.#shown = [...this.#shown, now].slice(-measured - 1);
    if (this.#shown.length <= measured) return;
    const at = this.#best(this.rate!);
    if (at === this.#at) return;
    this.#at = at;
    // Other sizes have other rates, and the first frame of a size takes longer.
    this.#shown = [];
  }

  /** One size more where that would flow, one less where this does not. */
  #best(rate: number): number {
    if (rate < flowing) return Math.max(0, this.#at - 1);
    const larger = sides[this.#at + 1];
    if (larger === undefined) return this.#at;
    return rate * (this.side / larger) ** 2 * reserve >= flowing ? this.#at + 1 : this.#at;
  }
}
