import type { TableClasses } from "@blockzoo/data/tables";
import type { TaskCommand } from "@blockzoo/family";
import { classesAnswer } from "../answers/classes-answer.js";
import { answerRows, takesRows } from "../tables/answer-rows.js";
import type { TableClassifier } from "./table-classifier.js";

export const command: TaskCommand<TableClasses, TableClassifier> = {
  takes: takesRows,
  async answer(request) {
    const { networks, meaning, top } = request;
    const scores = await answerRows(request, meaning.preprocessing);
    return classesAnswer(scores, { name: networks["forward"]!.output, labels: meaning.labels, top });
  },
};
