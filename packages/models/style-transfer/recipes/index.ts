import type { Recipe } from "@blockzoo/family";
import { styleTrunkPainting } from "./optimization.js";
import { stylistRecipe } from "./stylists.js";
import { textureRecipe } from "./textures.js";
import { styleTrunkPictures } from "./trunk.js";

/** A square in the middle of a painting. */
const middle = { shorter: 300, crop: [256, 256] } as const;

/** What reproduces the claims of this family; all read pictures of the data folder. */
export const recipes: readonly Recipe[] = [
  styleTrunkPictures,
  styleTrunkPainting,
  textureRecipe({ tag: "gravel", file: "scikit-image/gravel.png", part: { shorter: 192 } }),
  textureRecipe({ tag: "starry-night", file: "neural-style/starry_night.jpg", part: middle }),
  textureRecipe({ tag: "composition-vii", file: "fast-neural-style/composition_vii.jpg", part: middle }),
  stylistRecipe({ tag: "starry-night", file: "neural-style/starry_night.jpg", part: { shorter: 256 }, content: 0.05 }),
  stylistRecipe({ tag: "wave", file: "fast-neural-style/wave.jpg", part: { shorter: 256 }, content: 0.1 }),
];
