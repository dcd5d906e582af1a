import type { Recipe } from "@blockzoo/family";
import { alexNetMiniGlyphs, alexNetMiniRectifiers } from "./glyphs.js";

/** What reproduces the claims of this family; neither needs a data folder. */
export const recipes: readonly Recipe[] = [alexNetMiniGlyphs, alexNetMiniRectifiers];
