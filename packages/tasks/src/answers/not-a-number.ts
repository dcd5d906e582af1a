import type { NDArray } from "@blockzoo/core";

/**
 * A line on values of an output that are no numbers, and on those of the inputs that made them so; undefined where all of the
 * output are numbers.
 *
 * @param name what the inputs are called
 * @example notANumber("x.npy", [x], y); // "x.npy: 1 of 64 values is NaN, and so are 10 of 10 of the output"
 */
export function notANumber(name: string, inputs: readonly NDArray[], output: NDArray): string | undefined {
  const found = countOf(output);
  if (found === 0) return undefined;
  const given = inputs.reduce((sum, input) => sum + countOf(input), 0);
  const values = inputs.reduce((sum, { data }) => sum + data.length, 0);
  const are = (count: number) => (count === 1 ? "is" : "are");
  const outputText = `${found} of ${output.data.length} of the output`;
  return given === 0
    ? `${outputText} ${are(found)} NaN, though no value of ${name} is`
    : `${name}: ${given} of ${values} values ${are(given)} NaN, and so ${are(found)} ${outputText}`;
}

function countOf({ data }: NDArray): number {
  let count = 0;
  for (const value of data) count += Number(Number.isNaN(value));
  return count;
}
