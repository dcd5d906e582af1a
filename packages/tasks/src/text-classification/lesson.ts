import { readLabelledTexts } from "@blockzoo/data/node";
import type { LabelledText } from "@blockzoo/data/text";
import type { Lesson, LessonOptions } from "@blockzoo/family";
import { labelsLesson } from "../texts/lesson.js";
import type { TextLabels } from "../texts/text-labels.js";
import { classifiedTexts, heldOutTexts, textClassesOf } from "./learning.js";

/**
 * Texts and their classes, as `readLabelledTexts` reads them. Where the source does not say which are held out, a fifth of each
 * class is.
 */
export async function textClassificationLesson(path: string, options: LessonOptions): Promise<Lesson<TextLabels>> {
  const { texts, heldOut, notes } = await readLabelledTexts(path);
  const { train, test } =
    heldOut === undefined ? heldOutTexts(texts, { name: path, seed: options.seed }) : { train: texts, test: heldOut };
  const meaning = textClassesOf(train);
  if (notes.length > 0) options.note(`note: ${path}: ${notes.join("; ")}`);
  options.note(`note: learning the classes ${meaning.labels.join(", ")}`);
  const dataset = (part: readonly LabelledText[]) => classifiedTexts(part, { name: path, ...meaning });
  return labelsLesson({ path, train: dataset(train), test: dataset(test) }, { meaning, note: options.note });
}
