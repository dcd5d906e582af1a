import { thousands } from "../drawing/numbers.js";
import { heading, headingWidth, margin, svgDocument, translated } from "../drawing/svg.js";
import { gridSvg } from "./grid.js";

/** What a classifier said of samples whose class is known: indices into `labels`. */
export interface LabelledPredictions {
  readonly labels: readonly string[];
  readonly actual: ArrayLike<number>;
  readonly predicted: ArrayLike<number>;
}

/** How often each class (row) was taken for each class (column). Indices that no label has are left out. */
export function confusionMatrix({ labels, actual, predicted }: LabelledPredictions): number[][] {
  const counts = labels.map(() => labels.map(() => 0));
  for (let sample = 0; sample < actual.length; sample++) {
    const row = counts[actual[sample]!];
    const column = predicted[sample]!;
    if (row?.[column] !== undefined) row[column] += 1;
  }
  return counts;
}

export interface ConfusionMatrixOptions {
  readonly title?: string;
  /** With more classes than this, those with the most errors are shown. Default 40. */
  readonly maximumClasses?: number;
}

/** A confusion matrix as an SVG: rows are the actual classes, and a cell is as dark as its share of its row is large. */
export function confusionMatrixSvg(predictions: LabelledPredictions, options: ConfusionMatrixOptions = {}): string {
  const { title = "Confusion matrix", maximumClasses = 40 } = options;
  const counts = confusionMatrix(predictions);
  const classes = mostConfused(counts, maximumClasses);
  const names = classes.map((index) => predictions.labels[index]!);
  const cells = classes.flatMap((actual, row) => {
    const total = counts[actual]!.reduce((sum, count) => sum + count, 0);
    return classes.flatMap((predicted, column) => {
      const count = counts[actual]![predicted]!;
      return count === 0 ? [] : { row, column, share: count / total, text: String(count) };
    });
  });
  const grid = gridSvg({
    rows: names,
    columns: names,
    cells,
    rowTitle: "actual",
    columnTitle: "predicted",
    cell: { least: 11, most: 44, together: 440 },
  });
  const omitted = classes.length < counts.length;
  const note = omitted ? `the ${classes.length} of ${thousands(counts.length)} classes with most errors` : "";
  const top = omitted ? 52 : 36;
  return svgDocument(
    {
      width: Math.max(grid.width + 2 * margin, headingWidth(title, note)),
      height: top + grid.height + margin,
      title,
      description: `${accuracyText(counts)}; rows are actual classes, columns predicted ones`,
    },
    heading(title, note),
    translated(margin, top, grid.drawing),
  );
}

function accuracyText(counts: readonly (readonly number[])[]): string {
  const total = counts.flat().reduce((sum, count) => sum + count, 0);
  const right = counts.reduce((sum, row, index) => sum + row[index]!, 0);
  return `${thousands(right)} of ${thousands(total)} on the diagonal`;
}

/** All classes, or those with the most mistakes in their row and column, in the order of the labels. */
function mostConfused(counts: readonly (readonly number[])[], maximum: number): number[] {
  const all = counts.map((_, index) => index);
  if (all.length <= maximum) return all;
  const errors = all.map((index) =>
    counts.reduce((sum, row, other) => sum + (other === index ? 0 : row[index]! + counts[index]![other]!), 0),
  );
  return all
    .toSorted((a, b) => errors[b]! - errors[a]! || a - b)
    .slice(0, maximum)
    .toSorted((a, b) => a - b);
}
