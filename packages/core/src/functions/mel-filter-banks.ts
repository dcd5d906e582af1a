import { checkOptions } from "../check-options.js";
import { check } from "../errors.js";
import { ndarray, type NDArray } from "../ndarray.js";
import { conv } from "../ops/convolution.js";
import { add, log, maximum, square } from "../ops/elementwise.js";
import { matMul } from "../ops/matmul.js";
import { split, transpose, unsqueeze } from "../ops/shape.js";
import { describeType, type Tensor } from "../tensor.js";
import { tensor } from "./tensor.js";
import type { WindowAlongTime } from "./lengths-after.js";

/** How {@link logMelFilterBanks} hears. */
export interface FilterBankOptions {
  /** Samples a second. */
  readonly sampleRate: number;
  /** The number of filters. Default 40. */
  readonly bands?: number;
  /** How long a frame is, in seconds. Default 0.025. */
  readonly frame?: number;
  /** From the beginning of a frame to that of the next, in seconds. Default 0.01. */
  readonly step?: number;
  /** Where the first filter begins, in hertz. Default 0. */
  readonly lowest?: number;
  /** Where the last filter ends, in hertz: at most, and by default, half of the sample rate. */
  readonly highest?: number;
}

/** The least energy that is told from silence: the logarithm of 0 is no number. */
const silence = 1e-10;

/**
 * The logarithms of the energies of sound in bands that are as wide as the ear's, for frames that overlap: made of one
 * convolution, with a Hann window times the waves of a Fourier transform, a sum of squares and one matrix product, so that an
 * exported network takes samples. Frames lie within the sound: what does not fill one at the end is left out. The transform is
 * as long as the next power of two.
 *
 * Formula: `y[n, t, b] = log max(1e-10, Σ_k m[b, k] |Σ_i h(i) x[n, step t + i] exp(-2πj k i / F)|²)` with triangles m between
 * neighbouring points that are equally far apart in mel, `2595 log10(1 + f / 700)`
 *
 * Shapes: samples `[N, S]`, of which any number, in the range of -1 to 1, give `[N, (S - frame) / step + 1, bands]`; S may be
 * a name. `lengthsAfter(lengths, framesOf(options))` says how many frames are real.
 *
 * Reference: Davis & Mermelstein 1980, "Comparison of parametric representations for monosyllabic word recognition in
 * continuously spoken sentences", IEEE Trans. ASSP 28(4); the mel scale and filters of HTK and torchaudio.
 *
 * Useful for: speech and other sounds, as what an acoustic model reads.
 *
 * @example logMelFilterBanks(samples, { sampleRate: 8000 })   // [N, 8000] -> [N, 98, 40]
 */
export function logMelFilterBanks(samples: Tensor, options: FilterBankOptions): Tensor {
  check(samples.rank === 2, () => `logMelFilterBanks expects samples [N, S], got ${describeType(samples)}`);
  const { kernel, stride } = framesOf(options);
  const { size, filters } = filtersOf(options, kernel);
  const waves = tensor(fourierKernels(kernel, size));
  const spectrum = conv(unsqueeze(samples, [1]), waves, { strides: stride });
  const [real, imaginary] = split(square(spectrum), { axis: 1, parts: 2 }) as [Tensor, Tensor];
  const power = transpose(add(real, imaginary), [0, 2, 1]);
  return log(maximum(matMul(power, tensor(filters), { transposeB: true }), silence));
}

/** The frames of {@link logMelFilterBanks} in samples, as a window along the time. */
export function framesOf(options: FilterBankOptions): Required<Pick<WindowAlongTime, "kernel" | "stride">> {
  checkOptions("logMelFilterBanks", options, {
    sampleRate: true,
    bands: true,
    frame: true,
    step: true,
    lowest: true,
    highest: true,
  });
  const { sampleRate, frame = 0.025, step = 0.01 } = options;
  const [kernel, stride] = [Math.round(frame * sampleRate), Math.round(step * sampleRate)];
  check(
    kernel >= 2 && stride >= 1 && Number.isFinite(kernel + stride),
    () =>
      `logMelFilterBanks: frames of ${frame} s every ${step} s at ${sampleRate} samples a second have ${kernel} samples every ` +
      `${stride}: there must be at least 2 every 1`,
  );
  return { kernel, stride };
}

/** The length of the transform and the filters on its frequencies, `[bands, size / 2 + 1]`. */
function filtersOf(options: FilterBankOptions, kernel: number): { readonly size: number; readonly filters: NDArray } {
  const { sampleRate, bands = 40, lowest = 0, highest = sampleRate / 2 } = options;
  check(
    Number.isInteger(bands) && bands > 0,
    () => `logMelFilterBanks: bands must be a positive whole number, got ${bands}`,
  );
  check(
    lowest >= 0 && lowest < highest && highest <= sampleRate / 2,
    () =>
      `logMelFilterBanks: the bands must lie between 0 and ${sampleRate / 2} Hz, half of the sample rate, got ${lowest} to ${highest}`,
  );
  const size = 2 ** Math.ceil(Math.log2(kernel));
  const filters = melTriangles({ bands, lowest, highest, sampleRate, size });
  const row = size / 2 + 1;
  const isEmpty = (band: number) => filters.data.subarray(band * row, (band + 1) * row).every((weight) => weight === 0);
  check(
    !Array.from({ length: bands }, (_, band) => isEmpty(band)).includes(true),
    () =>
      `logMelFilterBanks: ${bands} bands from ${lowest} to ${highest} Hz are narrower than a transform of ${size} samples can ` +
      "tell apart: take fewer, or longer frames",
  );
  return { size, filters };
}

/** A Hann window times cosines, then times sines: `[size + 2, 1, kernel]`, one for each frequency of the transform. */
function fourierKernels(kernel: number, size: number): NDArray {
  const frequencies = size / 2 + 1;
  const data = new Float64Array(2 * frequencies * kernel);
  for (let frequency = 0; frequency < frequencies; frequency++) {
    for (let at = 0; at < kernel; at++) {
      const hann = 0.5 - 0.5 * Math.cos((2 * Math.PI * at) / kernel);
      // Whole turns are left out before the rounding.
      const angle = (2 * Math.PI * ((frequency * at) % size)) / size;
      data[frequency * kernel + at] = hann * Math.cos(angle);
      data[(frequencies + frequency) * kernel + at] = hann * Math.sin(angle);
    }
  }
  return ndarray(data, [2 * frequencies, 1, kernel]);
}

/** Triangles over the frequencies of the transform, `[bands, size / 2 + 1]`, each from the peak before to the peak behind. */
function melTriangles({
  bands,
  lowest,
  highest,
  sampleRate,
  size,
}: Required<Pick<FilterBankOptions, "bands" | "lowest" | "highest" | "sampleRate">> & { size: number }): NDArray {
  const toMel = (hertz: number) => 2595 * Math.log10(1 + hertz / 700);
  const toHertz = (mel: number) => 700 * (10 ** (mel / 2595) - 1);
  const [first, last] = [toMel(lowest), toMel(highest)];
  const points = Array.from({ length: bands + 2 }, (_, index) =>
    toHertz(first + ((last - first) * index) / (bands + 1)),
  );
  const frequencies = size / 2 + 1;
  const data = Float64Array.from({ length: bands * frequencies }, (_, index) => {
    const [low, peak, high] = points.slice(Math.floor(index / frequencies)) as [number, number, number];
    const hertz = ((index % frequencies) * sampleRate) / size;
    return Math.max(0, Math.min((hertz - low) / (peak - low), (high - hertz) / (high - peak)));
  });
  return ndarray(data, [bands, frequencies]);
}
