import type { NDArray } from "@blockzoo/core";
import { encodeNpy } from "@blockzoo/data";
import type { Answer } from "@blockzoo/family";

/** Shows an output as it is: its type and first values; all of them in JSON and as `.npy`. */
export function tensorAnswer(name: string, output: NDArray): Answer {
  const { dtype, shape, data } = output;
  return {
    text: `${name} ${dtype}[${shape.join(",")}]\n${valuesText(output)}`,
    json: { output: { name, dtype, shape, values: [...data] } },
    files: { ".npy": () => encodeNpy(output) },
  };
}

const shown = { rows: 10, values: 12 };

/** The first values of the first samples. */
function valuesText({ shape, data }: NDArray): string {
  const samples = shape[0] ?? 1;
  const size = samples === 0 ? 0 : data.length / samples;
  const rows = Array.from({ length: Math.min(samples, shown.rows) }, (_, row) => {
    const values = [...data.subarray(row * size, row * size + Math.min(size, shown.values))].map((value) =>
      value.toPrecision(5),
    );
    return `${values.join(" ")}${size > shown.values ? " ..." : ""}`;
  });
  return [...rows, ...(samples > shown.rows ? ["..."] : [])].join("\n");
}
