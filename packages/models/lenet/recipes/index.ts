import type { Recipe } from "@blockzoo/family";
import { lenet51998Glyphs, lenet5Glyphs } from "./glyphs.js";
import { lenet5FashionMnist, lenet5Mnist } from "./mnist.js";

/** What reproduces the claims of this family; the first needs no data folder. */
export const recipes: readonly Recipe[] = [lenet5Glyphs, lenet51998Glyphs, lenet5Mnist, lenet5FashionMnist];
