import type { Recipe } from "@blockzoo/family";
import { ticTacToePerfect } from "./perfect.js";

/** What reproduces the claims of this family. */
export const recipes: readonly Recipe[] = [ticTacToePerfect];
