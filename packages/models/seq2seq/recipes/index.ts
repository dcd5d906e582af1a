import type { Recipe } from "@blockzoo/family";
import { gnmtReversal } from "./residual.js";
import { bahdanauReversal, gruReversal, luongReversal } from "./reversal.js";
import { luongTatoeba } from "./tatoeba.js";

/** What reproduces the claims of this family; those of Tatoeba need a data folder. */
export const recipes: readonly Recipe[] = [bahdanauReversal, luongReversal, gruReversal, gnmtReversal, luongTatoeba];
