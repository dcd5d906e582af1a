import { element } from "../drawing/markup.js";
import { thousands } from "../drawing/numbers.js";
import { label, paint, seriesColors, svgDocument, translated } from "../drawing/svg.js";
import { fitText, textWidth } from "../drawing/text.js";

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

const labelSpace = 110;

/** A confusion matrix as an SVG: rows are the actual classes, and a cell is as dark as its share of its row is large. */
export function confusionMatrixSvg(predictions: LabelledPredictions, options: ConfusionMatrixOptions = {}): string {
  const { title = "Confusion matrix", maximumClasses = 40 } = options;
  const counts = confusionMatrix(predictions);
  const classes = mostConfused(counts, maximumClasses);
  const cell = Math.max(11, Math.min(44, Math.floor(440 / classes.length)));
  const names = classes.map((index) => fitText(predictions.labels[index]!, 12, labelSpace));
  const labelWidth = Math.max(...names.map((name) => textWidth(name, 12)), 12);
  const upright = labelWidth <= cell;
  const side = cell * classes.length;
  const [left, top] = [labelWidth + 46, 62 + (upright ? 18 : labelWidth + 18)];

  const cells = classes.flatMap((row, y) => {
    const total = counts[row]!.reduce((sum, count) => sum + count, 0);
    return classes.flatMap((column, x) => {
      const count = counts[row]![column]!;
      if (count === 0) return [];
      const share = count / total;
      // Opacity rather than a mixed colour: the cell then suits light and dark pages.
      const square = element("rect", {
        x: x * cell,
        y: y * cell,
        width: cell,
        height: cell,
        fill: seriesColors[0],
        "fill-opacity": 0.08 + 0.92 * share,
      });
      if (cell < 24) return [square];
      const size = cell < 34 ? 10 : 12;
      const color = share > 0.5 ? { class: undefined, fill: "#ffffff" } : paint.ink;
      const text = label(String(count), (x + 0.5) * cell, (y + 0.5) * cell + 4, {
        anchor: "middle",
        "font-size": size,
        ...color,
      });
      return [square, ...(textWidth(String(count), size) < cell ? [text] : [])];
    });
  });
  const axes = names.flatMap((name, index) => {
    const middle = (index + 0.5) * cell;
    const size = { "font-size": Math.min(12, cell) };
    const column = upright
      ? label(name, middle, -8, { anchor: "middle", ...size })
      : label(name, 0, 0, { ...size, transform: `translate(${middle + 4} -8) rotate(-90)` });
    return [column, label(name, -8, middle + 4, { anchor: "end", ...size })];
  });
  const omitted = classes.length < counts.length;
  const note = omitted ? `the ${classes.length} of ${thousands(counts.length)} classes with most errors` : "";
  return svgDocument(
    {
      width: Math.max(left + side + 20, textWidth(title, 15) + 28, textWidth(note, 12) + 28),
      height: top + side + 16,
      title,
    },
    label(title, 14, 24, { "font-size": 15, "font-weight": 600 }),
    ...(omitted ? [label(note, 14, 42, paint.muted)] : []),
    label("predicted", left + side / 2, 58, { anchor: "middle", ...paint.muted }),
    label("actual", 0, 0, {
      anchor: "middle",
      ...paint.muted,
      transform: `translate(20 ${top + side / 2}) rotate(-90)`,
    }),
    translated(left, top, ...cells, element("rect", { width: side, height: side, ...paint.line }), ...axes),
  );
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
