// The pictures in a folder for each class, and the network that has learned to see before.
import { fileURLToPath } from "node:url";
import { float32 } from "@blockzoo/core";
import { preprocessImage, readImage } from "@blockzoo/data/images";
import { imageFolder } from "@blockzoo/data/node";
import { loadWeights } from "@blockzoo/family";
import { styleTransfer } from "@blockzoo/style-transfer";
import { featureWeights, PictureFeatures } from "./taught-network.mjs";

export async function openSamples(folder) {
  const trained = styleTransfer.weights["style-trunk.pictures"];
  const { preprocessing: pixels } = trained.meaning;
  const read = async (path) => preprocessImage(await readImage(path), pixels);
  const pictures = await imageFolder({ folder: fileURLToPath(folder), read });
  return {
    labels: pictures.labels,
    samples: Array.from({ length: pictures.size }, (_, index) => {
      const { x, y } = pictures.gather([index]);
      return { label: y.data[0], inputs: { input: x } };
    }),
    features: new PictureFeatures(styleTransfer.create("style-trunk")),
    weights: featureWeights(await loadWeights(trained)),
    types: { input: float32(1, 3, 64, 64) },
    exportedTypes: { input: float32("N", 3, 64, 64) },
    pixels,
  };
}
