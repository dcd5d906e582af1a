import type { Recipe } from "@blockzoo/family";
import { linearGlyphs, mlpGlyphs } from "./glyphs.js";
import { mlpIris } from "./iris.js";
import { linearMoons, mlpMoons } from "./moons.js";

/** What reproduces the claims of this family; none needs a data folder. */
export const recipes: readonly Recipe[] = [mlpIris, mlpMoons, linearMoons, mlpGlyphs, linearGlyphs];
