import type { TaskCommand } from "@blockzoo/family";
import { classesAnswer } from "../answers/classes-answer.js";
import { givenTexts, takesTexts } from "../texts/given-texts.js";
import type { TextLabels } from "../texts/text-labels.js";
import { textClassificationLesson } from "./lesson.js";
import type { TextClassifier } from "./text-classifier.js";

export const command: TaskCommand<TextLabels, TextClassifier> = {
  takes: takesTexts,
  async answer({ input, use, networks, top }) {
    const scores = await use.logits(await givenTexts(input));
    return classesAnswer(scores, { name: networks["forward"]!.output, labels: use.labels, top });
  },
  lesson: textClassificationLesson,
};
