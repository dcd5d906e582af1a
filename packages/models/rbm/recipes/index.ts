import type { Recipe } from "@blockzoo/family";
import { barsAndStripesRecipe, persistentlyRecipe } from "./bars-and-stripes.js";
import { mnistRecipe } from "./mnist.js";

/** What reproduces the claims of this family. */
export const recipes: readonly Recipe[] = [barsAndStripesRecipe, persistentlyRecipe, mnistRecipe];
