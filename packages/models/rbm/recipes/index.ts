import type { Recipe } from "@blockzoo/family";
import { barsAndStripesRecipe, persistentlyRecipe } from "./bars-and-stripes.js";
import { convolutionalRbmMnist } from "./convolutional/mnist.js";
import { dbnGlyphs100 } from "./dbn/glyphs-100.js";
import { dbnMnist } from "./dbn/mnist.js";

/** What reproduces the claims of this family. */
export const recipes: readonly Recipe[] = [
  barsAndStripesRecipe,
  persistentlyRecipe,
  dbnGlyphs100,
  dbnMnist,
  convolutionalRbmMnist,
];
