import type { NDArray } from "@blockzoo/core";

/**
 * A line on values of an output that are no numbers, and on those of the input that made them so; undefined where all of the
 * output are numbers.
 *
 * @example notANumber("x.npy", x, y); // "x.npy: 1 of 64 values is NaN, and so are 10 of 10 of the output"
 */
export function notANumber(path: string, input: NDArray, output: NDArray): string | undefined {
  const [given, found] = [countOf(input), countOf(output)];
  if (found === 0) return undefined;
  const are = (count: number) => (count === 1 ? "is" : "are");
  const outputText = `${found} of ${output.data.length} of the output`;
  return given === 0
    ? `${outputText} ${are(found)} NaN, though no value of ${path} is`
    : `${path}: ${given} of ${input.data.length} values ${are(given)} NaN, and so ${are(found)} ${outputText}`;
}

function countOf({ data }: NDArray): number {
  let count = 0;
  for (const value of data) count += Number(Number.isNaN(value));
  return count;
}
