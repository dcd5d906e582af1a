import type { Recipe } from "@blockzoo/family";
import { convolutionalDigits, tenDigits, thirtyDigits, twoDigits } from "./digits.js";
import { denoisingDigits } from "./denoising.js";
import { deepGlyphs, linearGlyphs } from "./glyphs.js";
import { pretrainedDigits } from "./pretraining.js";

/** What reproduces the claims of this family; those on MNIST need a data folder. */
export const recipes: readonly Recipe[] = [
  linearGlyphs,
  deepGlyphs,
  twoDigits,
  tenDigits,
  thirtyDigits,
  convolutionalDigits,
  denoisingDigits,
  pretrainedDigits,
];
