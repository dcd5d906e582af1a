import type { Recipe } from "@blockzoo/family";
import { styleTransferGlyphs } from "./glyphs.js";

/** What reproduces the claims of this family; none needs a data folder. */
export const recipes: readonly Recipe[] = [styleTransferGlyphs];
