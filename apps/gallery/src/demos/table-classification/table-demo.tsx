import type { Prediction, TableClasses } from "@blockzoo/tasks/table-classification";
import { useEffect, useState } from "preact/hooks";
import { Field } from "../../design/field.js";
import { Slider } from "../../design/slider.js";
import { useNewest } from "../../use-newest.js";
import type { DemoProps } from "../demo.js";
import { Probabilities } from "../probabilities.js";

type Column = TableClasses["preprocessing"]["columns"][number];
type Row = Readonly<Record<string, number | string>>;

/** Sliders reach so many deviations from the mean of what was learned. */
const reach = 3;

/** A network says to which class a row of a table belongs. */
export function TableDemo({ network, meaning, laboratory, isOpen }: DemoProps<TableClasses>) {
  const { preprocessing, labels } = meaning;
  const [row, setRow] = useState<Row>(() => typicalRow(preprocessing.columns));
  const predictions = useNewest<readonly Prediction[]>();
  useEffect(() => {
    if (isOpen) predictions.ask(() => laboratory.tables.classify(network, row));
  }, [network.weights, row, isOpen]);
  return (
    <>
      <section aria-labelledby="row-title">
        <h2 id="row-title">One row of the table</h2>
        <p>It begins with the mean of all that were learned.</p>
        <div class="columns">
          {preprocessing.columns.map((column) => (
            <Cell
              key={column.name}
              column={column}
              value={row[column.name]!}
              onChange={(value) => setRow({ ...row, [column.name]: value })}
            />
          ))}
        </div>
      </section>
      <section aria-labelledby="class-title">
        <h2 id="class-title">Its class</h2>
        <Probabilities predictions={predictions.answer ?? []} labels={labels} />
        {predictions.problem !== "" && <p class="error">{predictions.problem}</p>}
      </section>
    </>
  );
}

interface CellProps {
  readonly column: Column;
  readonly value: number | string;
  readonly onChange: (value: number | string) => void;
}

function Cell({ column, value, onChange }: CellProps) {
  if (column.kind === "category") {
    return (
      <Field label={column.name}>
        <select value={value} onChange={(event) => onChange(event.currentTarget.value)}>
          {column.categories.map((category) => (
            <option key={category}>{category}</option>
          ))}
        </select>
      </Field>
    );
  }
  const { name, mean, deviation } = column;
  return (
    <Slider
      label={name}
      value={Number(value)}
      said={Number(value).toFixed(2)}
      least={mean - reach * deviation}
      most={mean + reach * deviation}
      step="any"
      onChange={onChange}
    />
  );
}

function typicalRow(columns: readonly Column[]): Row {
  return Object.fromEntries(
    columns.map((column) => [column.name, column.kind === "number" ? column.mean : column.categories[0]!]),
  );
}
