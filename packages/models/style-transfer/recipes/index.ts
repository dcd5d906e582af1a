import type { Recipe } from "@blockzoo/family";
import { stylistRecipe } from "./stylists.js";
import { textureRecipe } from "./textures.js";

const shorter = 256;

/** What reproduces the claims of this family; all read pictures of the data folder. */
export const recipes: readonly Recipe[] = [
  textureRecipe({ tag: "gravel", file: "scikit-image/gravel.png", part: { shorter: 192 }, atMost: 0.02 }),
  stylistRecipe({
    tag: "starry-night",
    file: "neural-style/starry_night.jpg",
    part: { shorter },
    content: 0.05,
    atMost: { styleLoss: 0.1, contentLoss: 2 },
  }),
];
