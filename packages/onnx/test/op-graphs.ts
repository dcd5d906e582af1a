import { currentBuilder, primitives, trace, type Graph, type OpDefinition, type Tensor } from "@blockzoo/core";

/** The graph of every conformance case of every primitive, by title. */
export function opGraphs(): Map<string, Graph> {
  const rows = Object.values(primitives) as unknown as OpDefinition[];
  return new Map(
    rows.flatMap((row) =>
      row.cases().map(({ name, inputs, attributes }) => {
        const types = inputs.map(
          ({ dtype = "float32" as const, shape }, index) => [`x${index}`, { dtype, shape }] as const,
        );
        const graph = trace(
          (values) =>
            currentBuilder(row.name).emit(
              row,
              types.map(([input]) => values[input] as Tensor),
              attributes,
            ),
          Object.fromEntries(types),
        );
        return [`${row.name}: ${name}`, graph] as const;
      }),
    ),
  );
}
