import type { Recipe } from "@blockzoo/family";
import { deconvNetOutlines } from "./outlines.js";
import { chairGeneratorViews } from "./views.js";

/** What reproduces the claims of this family. */
export const recipes: readonly Recipe[] = [deconvNetOutlines, chairGeneratorViews];
