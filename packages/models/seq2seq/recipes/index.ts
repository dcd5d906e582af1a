import type { Recipe } from "@blockzoo/family";
import { gnmtReversal } from "./residual.js";
import { bahdanauReversal, gruReversal } from "./reversal.js";
import { luongTatoeba } from "./tatoeba.js";

/** What reproduces the claims of this family; those of Tatoeba need a data folder. */
export const recipes: readonly Recipe[] = [bahdanauReversal, gruReversal, gnmtReversal, luongTatoeba];
