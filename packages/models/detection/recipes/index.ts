import type { Recipe } from "@blockzoo/family";
import { heatOneShape } from "./heat.js";
import { roiOneShape } from "./roi.js";

/** What reproduces the claims of this family; none needs a data folder. */
export const recipes: readonly Recipe[] = [heatOneShape, roiOneShape];
