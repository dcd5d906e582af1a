import type { Recipe } from "@blockzoo/family";
import { gruAdding, lstmAdding, minimalGruAdding, rnnAdding } from "./adding.js";
import { gridLstmDepth } from "./depth.js";
import { gridLstmPlane } from "./plane.js";
import { bilstmTreebank } from "./treebank.js";
import { lstmSunspots } from "./sunspots.js";
import { bilstmTagging, dbLstmTagging, lstmTagging } from "./tagging.js";
import { lstmWriter, lstmWriterLarge } from "./writer.js";

/** What reproduces the claims of this family; those on real data read the data folder. */
export const recipes: readonly Recipe[] = [
  lstmAdding,
  gruAdding,
  minimalGruAdding,
  rnnAdding,
  bilstmTagging,
  dbLstmTagging,
  lstmTagging,
  gridLstmDepth,
  lstmWriter,
  lstmWriterLarge,
  gridLstmPlane,
  bilstmTreebank,
  lstmSunspots,
];
