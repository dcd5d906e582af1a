import { float32, int32, ndarray, type Feeds, type InputTypes, type NDArray, type StateDict } from "@blockzoo/core";
import { readSound } from "@blockzoo/data/audio";
import { preprocessImage, readImage } from "@blockzoo/data/images";
import { loadWeights } from "@blockzoo/family";
import type { PixelSteps } from "@blockzoo/onnx";
import type { SampleKind } from "../../teach/sample.js";
import { featureWeights, PictureFeatures, SoundFeatures } from "../../teach/program/taught-network.mjs";

/** What is made of samples of one kind: which network has learned to see or to hear before, and how a sample becomes its input. */
export interface Kind {
  readonly create: () => PictureFeatures | SoundFeatures;
  readonly weights: StateDict;
  /** Of one sample. */
  readonly types: InputTypes;
  /** Of a file that is exported: open sizes. */
  readonly exportedTypes: InputTypes;
  readonly pixels?: PixelSteps;
  prepare(sample: Blob): Promise<Feeds>;
}

/** A word may last so long. */
const longestWord = 2;

export const kinds: Readonly<Record<SampleKind, () => Promise<Kind>>> = {
  async pictures() {
    const { styleTransfer } = await import("@blockzoo/style-transfer");
    const entry = styleTransfer.weights["style-trunk.pictures"];
    const { preprocessing: pixels } = entry.meaning;
    return {
      create: () => new PictureFeatures(styleTransfer.create("style-trunk")),
      weights: featureWeights(await loadWeights(entry)),
      types: { input: float32(1, 3, 64, 64) },
      exportedTypes: { input: float32("N", 3, 64, 64) },
      pixels,
      prepare: async (sample) => ({ input: batchOfOne(preprocessImage(await readImage(sample), pixels)) }),
    };
  },
  async sounds() {
    const { ctc } = await import("@blockzoo/ctc");
    const entry = ctc.weights["ctc-digits.fsdd"];
    const { sampleRate } = entry.meaning;
    const longest = longestWord * sampleRate;
    return {
      create: () => new SoundFeatures(ctc.create("ctc-digits")),
      weights: featureWeights(await loadWeights(entry)),
      types: { samples: float32(1, longest), lengths: int32(1) },
      exportedTypes: { samples: float32("N", "S"), lengths: int32("N") },
      async prepare(sample) {
        const heard = await readSound(sample, { sampleRate, atLeast: 0.1, atMost: longestWord });
        // Always of one length, so that the network is compiled once; what is behind the word is not looked at.
        const samples = new Float32Array(longest);
        samples.set(heard);
        return { samples: ndarray(samples, [1, longest]), lengths: ndarray(Int32Array.of(heard.length), [1]) };
      },
    };
  },
};

/** float32 [1, ...] */
function batchOfOne({ data, shape }: NDArray): NDArray {
  return ndarray(Float32Array.from(data), [1, ...shape]);
}
