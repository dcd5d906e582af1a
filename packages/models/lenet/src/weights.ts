import type { WeightsOf } from "@blockzoo/family";
import { digitLabels } from "@blockzoo/tasks/image-classification";
import { files } from "@blockzoo/lenet/weights";
import { preprocessing } from "./preprocessing.js";
import type { variants } from "./variants.js";

const clothes = [
  "T-shirt/top",
  "Trouser",
  "Pullover",
  "Dress",
  "Coat",
  "Sandal",
  "Shirt",
  "Sneaker",
  "Bag",
  "Ankle boot",
];

/** Trained weights that come with the package: half precision, about 125 kB each. */
export const weights = {
  "lenet5.mnist": {
    ...files["lenet5.mnist"],
    variant: "lenet5",
    meaning: { preprocessing: preprocessing.mnist, labels: digitLabels },
    licence: "MIT; trained on MNIST, whose page states no licence (NOTICES.md)",
  },
  "lenet5.fashion-mnist": {
    ...files["lenet5.fashion-mnist"],
    variant: "lenet5",
    meaning: { preprocessing: preprocessing["fashion-mnist"], labels: clothes },
    licence: "MIT; trained on Fashion-MNIST (MIT)",
  },
  "lenet5.glyphs": {
    ...files["lenet5.glyphs"],
    variant: "lenet5",
    meaning: { preprocessing: preprocessing.glyphs, labels: digitLabels },
    licence: "MIT",
  },
  "lenet5-1998.glyphs": {
    ...files["lenet5-1998.glyphs"],
    variant: "lenet5-1998",
    meaning: { preprocessing: preprocessing["glyphs-1998"], labels: digitLabels },
    licence: "MIT",
  },
} as const satisfies Readonly<Record<string, WeightsOf<typeof variants>>>;
