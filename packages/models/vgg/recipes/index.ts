import type { Recipe } from "@blockzoo/family";
import { vggMiniAFashionMnist } from "./fashion-mnist.js";
import { vggMiniAGlyphs, vggMiniDGlyphs } from "./glyphs.js";
import { vggMiniALetters, vggMiniALettersFineTuned } from "./letters.js";

/** What reproduces the claims of this family; only Fashion-MNIST needs a data folder. */
export const recipes: readonly Recipe[] = [
  vggMiniAGlyphs,
  vggMiniDGlyphs,
  vggMiniALetters,
  vggMiniALettersFineTuned,
  vggMiniAFashionMnist,
];
