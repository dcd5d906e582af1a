import type { Recipe } from "@blockzoo/family";
import type { ResolvedModel } from "../models/resolved-model.js";
import type { WeightsDescription } from "../models/weights-description.js";

/** Something to train: a recipe of a family, or one made for a user's network. */
export interface TrainingJob {
  /** For headings and the folder of the run. */
  readonly name: string;
  readonly model: ResolvedModel;
  readonly recipe: Recipe;
  /** Whether the gate is a claim to be held to; a user's network has none. */
  readonly judged: boolean;
  /** What the weights are written with; undefined where nobody says what inputs and outputs are. */
  readonly description: WeightsDescription | undefined;
  /** The file that the recipe has read already, or the folder it shall read from. */
  readonly data: string | undefined;
}
