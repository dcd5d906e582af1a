// The WAV files in a folder for each class, and the network that has learned to hear before.
import { readdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { float32, int32, ndarray } from "@blockzoo/core";
import { ctc } from "@blockzoo/ctc";
import { readSound } from "@blockzoo/data/audio";
import { loadWeights } from "@blockzoo/family";
import { featureWeights, SoundFeatures } from "./taught-network.mjs";

export async function openSamples(folder) {
  const trained = ctc.weights["ctc-digits.fsdd"];
  const { sampleRate } = trained.meaning;
  const longest = 2 * sampleRate;
  const labels = (await readdir(folder)).toSorted();
  const samples = [];
  for (const [label, name] of labels.entries()) {
    const place = new URL(`${encodeURIComponent(name)}/`, folder);
    for (const file of (await readdir(place)).toSorted()) {
      const heard = await readSound(fileURLToPath(new URL(encodeURIComponent(file), place)), { sampleRate, atMost: 2 });
      const padded = new Float32Array(longest);
      padded.set(heard);
      const inputs = {
        samples: ndarray(padded, [1, longest]),
        lengths: ndarray(Int32Array.of(heard.length), [1]),
      };
      samples.push({ label, inputs });
    }
  }
  return {
    labels,
    samples,
    features: new SoundFeatures(ctc.create("ctc-digits")),
    weights: featureWeights(await loadWeights(trained)),
    types: { samples: float32(1, longest), lengths: int32(1) },
    exportedTypes: { samples: float32("N", "S"), lengths: int32("N") },
  };
}
