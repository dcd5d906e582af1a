// What has learned to hear before, and how a sound becomes its input. The gallery teaches with this very file.
import { float32, int32, ndarray } from "@blockzoo/core";
import { ctc } from "@blockzoo/ctc";
import { readSound } from "@blockzoo/data/audio";
import { loadWeights } from "@blockzoo/family";
import { featureWeights, SoundFeatures } from "./taught-network.mjs";

/** Seconds that a word may last. */
const [atLeast, atMost] = [0.1, 2];

/** @returns {Promise<import("./taught-network.mjs").Trunk>} */
export async function openTrunk() {
  const trained = ctc.weights["ctc-digits.fsdd"];
  const { sampleRate } = trained.meaning;
  const longest = atMost * sampleRate;
  return {
    create: () => new SoundFeatures(ctc.create("ctc-digits")),
    weights: featureWeights(await loadWeights(trained)),
    types: { samples: float32(1, longest), lengths: int32(1) },
    exportedTypes: { samples: float32("N", "S"), lengths: int32("N") },
    async prepare(sound) {
      const heard = await readSound(sound, { sampleRate, atLeast, atMost });
      // Always of one length, so that the network is compiled once; what is behind the word is not looked at.
      const samples = new Float32Array(longest);
      samples.set(heard);
      return { samples: ndarray(samples, [1, longest]), lengths: ndarray(Int32Array.of(heard.length), [1]) };
    },
  };
}
