import type { TaskCommand } from "@blockzoo/family";
import { percent } from "../answers/classes-answer.js";
import { givenTexts, takesTexts } from "../texts/given-texts.js";
import type { TextLabels } from "../texts/text-labels.js";
import type { LabelledToken, Labeller } from "./labeller.js";
import { sequenceLabellingLesson } from "./lesson.js";

export const command: TaskCommand<TextLabels, Labeller> = {
  takes: takesTexts,
  async answer({ input, use }) {
    const texts = await use.labelAll(await givenTexts(input));
    return { text: texts.map(linesOf).join("\n\n"), json: { tokens: texts }, files: {} };
  },
  lesson: sequenceLabellingLesson,
};

/** A line for each token, its label in a column. */
function linesOf(tokens: readonly LabelledToken[]): string {
  const width = Math.max(...tokens.map(({ token }) => token.length));
  return tokens
    .map(({ token, label, probability }) => `${percent(probability)}  ${token.padEnd(width)}  ${label}`)
    .join("\n");
}
