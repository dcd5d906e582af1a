import type { Recipe } from "@blockzoo/family";
import { heatMapGlyphs } from "./heat-map.js";
import { fcnMiniNuclei } from "./nuclei.js";
import { fcnMiniOneSkipShapes, fcnMiniShapes } from "./shapes.js";

/** What reproduces the claims of this family; the last needs a data folder. */
export const recipes: readonly Recipe[] = [fcnMiniShapes, fcnMiniOneSkipShapes, heatMapGlyphs, fcnMiniNuclei];
