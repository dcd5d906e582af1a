import { check } from "@blockzoo/core";

/** From how many samples a second to how many. */
export interface RateChange {
  readonly from: number;
  readonly to: number;
}

/** How many zeros of the sinc function lie on each side of a sample that is made, and how finely it is tabulated. */
const kernel = { zeros: 32, perZero: 512 };
/** The share of the band that is kept whole; what lies above half of the lower rate is gone. */
const kept = 0.94;

/**
 * A sound at another rate, band-limited: each sample is made of the old ones around its time, weighed by a sinc function under a
 * Hann window. Sound above half of the new rate is left out, so that nothing of it is heard as something else.
 *
 * J. O. Smith, P. Gossett, "A flexible sampling-rate conversion method", ICASSP 1984.
 *
 * @returns `⌈samples · to / from⌉` samples
 * @throws BlockzooError where a rate is not positive
 * @example changeRate(samples, { from: 44_100, to: 8000 })
 */
export function changeRate(samples: Float32Array, { from, to }: RateChange): Float32Array<ArrayBuffer> {
  check(
    [from, to].every((rate) => Number.isFinite(rate) && rate > 0),
    () => `a sound of ${from} samples a second cannot be changed to ${to}: rates are positive numbers`,
  );
  if (from === to) return Float32Array.from(samples);
  const table = tabulated();
  // In old samples, the sinc function is as much wider as the new rate is lower.
  const bandwidth = kept * Math.min(1, to / from);
  const reach = kernel.zeros / bandwidth;
  return Float32Array.from({ length: Math.ceil((samples.length * to) / from) }, (_, index) => {
    const time = (index * from) / to;
    const [first, last] = [
      Math.max(0, Math.ceil(time - reach)),
      Math.min(samples.length - 1, Math.floor(time + reach)),
    ];
    let sum = 0;
    for (let at = first; at <= last; at++) {
      const place = Math.abs(time - at) * bandwidth * kernel.perZero;
      const below = Math.floor(place);
      const weight = table[below]! + (place - below) * (table[below + 1]! - table[below]!);
      sum += weight * samples[at]!;
    }
    return bandwidth * sum;
  });
}

let known: Float64Array | undefined;

/** One side of the windowed sinc function, and a zero behind its end. */
function tabulated(): Float64Array {
  const length = kernel.zeros * kernel.perZero;
  return (known ??= Float64Array.from({ length: length + 2 }, (_, index) => {
    if (index === 0) return 1;
    if (index >= length) return 0;
    const x = (Math.PI * index) / kernel.perZero;
    return (Math.sin(x) / x) * (0.5 + 0.5 * Math.cos((Math.PI * index) / length));
  }));
}
