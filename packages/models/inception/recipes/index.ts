import type { Recipe } from "@blockzoo/family";
import { inceptionMiniAuxiliaryGlyphs, inceptionMiniGlyphs } from "./glyphs.js";

/** What reproduces the claims of this family. */
export const recipes: readonly Recipe[] = [inceptionMiniGlyphs, inceptionMiniAuxiliaryGlyphs];
