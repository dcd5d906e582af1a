import type { Recipe } from "@blockzoo/family";
import { vggMiniABnFashionMnist, vggMiniAFashionMnist } from "./fashion-mnist.js";
import { vggMiniAGlyphs, vggMiniDGlyphs } from "./glyphs.js";
import { vggMiniALetters, vggMiniALettersFineTuned } from "./letters.js";
import { vggMiniATextures } from "./textures.js";

/** What reproduces the claims of this family; those on surfaces and clothes need a data folder. */
export const recipes: readonly Recipe[] = [
  vggMiniAGlyphs,
  vggMiniDGlyphs,
  vggMiniALetters,
  vggMiniALettersFineTuned,
  vggMiniATextures,
  vggMiniAFashionMnist,
  vggMiniABnFashionMnist,
];
