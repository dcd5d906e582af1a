import type { Recipe } from "@blockzoo/family";
import { styleTrunkPictures } from "./trunk.js";

/** What reproduces the claims of this family; all read pictures of the data folder. */
export const recipes: readonly Recipe[] = [styleTrunkPictures];
