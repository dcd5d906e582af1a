import type { Recipe } from "@blockzoo/family";
import { deconvNetOutlines } from "./outlines.js";

/** What reproduces the claims of this family. */
export const recipes: readonly Recipe[] = [deconvNetOutlines];
