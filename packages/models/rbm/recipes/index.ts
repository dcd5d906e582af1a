import type { Recipe } from "@blockzoo/family";
import { fiveSteps, persistentChains } from "./bars-and-stripes.js";
import { convolutionalRbmMnist } from "./convolutional/mnist.js";
import { dbnGlyphs100 } from "./dbn/glyphs-100.js";
import { dbnMnist100 } from "./dbn/mnist-100.js";
import { dbnMnist } from "./dbn/mnist.js";
import { gaussianGlyphs } from "./glyphs.js";
import { mnistDigits } from "./mnist.js";

/** What reproduces the claims of this family. */
export const recipes: readonly Recipe[] = [
  fiveSteps,
  persistentChains,
  gaussianGlyphs,
  mnistDigits,
  dbnGlyphs100,
  dbnMnist,
  dbnMnist100,
  convolutionalRbmMnist,
];
