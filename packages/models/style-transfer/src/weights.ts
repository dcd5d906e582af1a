import type { WeightsOf } from "@blockzoo/family";
import { files } from "@blockzoo/style-transfer/weights";
import { imageNetInput } from "./trunks/image-net-input.js";
import { labels } from "./trunks/picture-labels.js";
import type { variants } from "./variants.js";

/** Trained weights that come with the package, in half precision. */
export const weights = {
  "style-trunk.pictures": {
    ...files["style-trunk.pictures"],
    variant: "style-trunk",
    meaning: { preprocessing: { kind: "image", channels: 3, resize: [64, 64], ...imageNetInput }, labels },
    licence: "MIT",
  },
  "texture-network.gravel": {
    ...files["texture-network.gravel"],
    variant: "texture-network",
    meaning: { texture: "gravel" },
    licence: "MIT",
  },
  "texture-network.starry-night": {
    ...files["texture-network.starry-night"],
    variant: "texture-network",
    meaning: { texture: "Vincent van Gogh, The Starry Night, 1889" },
    licence: "MIT",
  },
  "texture-network.composition-vii": {
    ...files["texture-network.composition-vii"],
    variant: "texture-network",
    meaning: { texture: "Wassily Kandinsky, Composition VII, 1913" },
    licence: "MIT",
  },
  "stylist.starry-night": {
    ...files["stylist.starry-night"],
    variant: "stylist",
    meaning: { style: "Vincent van Gogh, The Starry Night, 1889" },
    licence: "MIT",
  },
  "stylist.wave": {
    ...files["stylist.wave"],
    variant: "stylist",
    meaning: { style: "Katsushika Hokusai, The Great Wave off Kanagawa, 1831" },
    licence: "MIT",
  },
} as const satisfies Readonly<Record<string, WeightsOf<typeof variants>>>;
