import type { Recipe } from "@blockzoo/family";
import { luongTatoeba } from "./tatoeba.js";

/** What reproduces the claims of this family; those of Tatoeba need a data folder. */
export const recipes: readonly Recipe[] = [luongTatoeba];
