// What has learned to see before, and how a picture becomes its input. The gallery teaches with this very file.
import { float32, ndarray } from "@blockzoo/core";
import { preprocessImage, readImage } from "@blockzoo/data/images";
import { loadWeights } from "@blockzoo/family";
import { styleTransfer } from "@blockzoo/style-transfer";
import { featureWeights, PictureFeatures } from "./taught-network.mjs";

/** @returns {Promise<import("./taught-network.mjs").Trunk>} */
export async function openTrunk() {
  const trained = styleTransfer.weights["style-trunk.pictures"];
  const { preprocessing: pixels } = trained.meaning;
  return {
    create: () => new PictureFeatures(styleTransfer.create("style-trunk")),
    weights: featureWeights(await loadWeights(trained)),
    types: { input: float32(1, 3, 64, 64) },
    exportedTypes: { input: float32("N", 3, 64, 64) },
    pixels,
    async prepare(picture) {
      const { data, shape } = preprocessImage(await readImage(picture), pixels);
      return { input: ndarray(Float32Array.from(data), [1, ...shape]) };
    },
  };
}
