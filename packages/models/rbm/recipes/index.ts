import type { Recipe } from "@blockzoo/family";
import { fiveSteps, persistentChains } from "./bars-and-stripes.js";
import { gaussianGlyphs } from "./glyphs.js";
import { mnistDigits } from "./mnist.js";

/** What reproduces the claims of this family. */
export const recipes: readonly Recipe[] = [fiveSteps, persistentChains, gaussianGlyphs, mnistDigits];
