import { byLength } from "@blockzoo/data";
import type { Lesson } from "@blockzoo/family";
import { lessonRecipe, type LessonParts } from "../lessons/lesson-recipe.js";
import { labelsObjective } from "./learning.js";
import type { TextLabels } from "./text-labels.js";

const buckets = 4;

/** Labels of texts, or of their tokens, learned by cross-entropy. */
export function labelsLesson(
  parts: LessonParts,
  { meaning, note }: { readonly meaning: TextLabels; readonly note: (text: string) => void },
): Lesson<TextLabels> {
  const { path, train, test } = parts;
  const { length } = meaning.vocabulary.tokens;
  note(`note: ${path}: ${train.size} texts to learn from, in a vocabulary of ${length}; ${test.size} held out`);
  const method = {
    ...labelsObjective,
    gate: { metric: "accuracy" },
    sampling: byLength({ buckets }),
    settings: { vocabulary: length, labels: meaning.labels, sampling: { buckets } },
    batchSize: 32,
    steps: 500,
  };
  return { meaning, recipe: (variant, training) => lessonRecipe(parts, method, { variant, training }) };
}
