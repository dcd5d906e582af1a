import type { Recipe } from "@blockzoo/family";
import { resnet20Cifar10 } from "./cifar10.js";
import { resnet20Glyphs, resnet56Glyphs } from "./glyphs.js";

/** What reproduces the claims of this family; the last needs a data folder. */
export const recipes: readonly Recipe[] = [resnet20Glyphs, resnet56Glyphs, resnet20Cifar10];
