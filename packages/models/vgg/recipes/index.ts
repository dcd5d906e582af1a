import type { Recipe } from "@blockzoo/family";
import { vggMiniAGlyphs, vggMiniDGlyphs } from "./glyphs.js";
import { vggMiniALetters, vggMiniALettersFineTuned } from "./letters.js";

/** What reproduces the claims of this family; none needs a data folder. */
export const recipes: readonly Recipe[] = [vggMiniAGlyphs, vggMiniDGlyphs, vggMiniALetters, vggMiniALettersFineTuned];
