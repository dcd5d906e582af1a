/** Where something stands in a grid. */
export interface Place {
  readonly row: number;
  readonly column: number;
}

interface NumberGridProps {
  readonly title: string;
  readonly columns: number;
  readonly values: ArrayLike<number>;
  /** Places that are looked at. */
  isMarked?(place: Place): boolean;
  /** Places that are there only as padding. */
  isPadding?(place: Place): boolean;
  onPoint?(place: Place): void;
}

/** Numbers in rows and columns, each as dark as it is large: what is below 0 is of the other colour. */
export function NumberGrid({ title, columns, values, isMarked, isPadding, onPoint }: NumberGridProps) {
  const numbers = Array.from(values);
  const largest = Math.max(1e-9, ...numbers.map(Math.abs));
  return (
    <figure class="number-grid">
      <figcaption>{title}</figcaption>
      <div role="img" aria-label={`${title}: ${rowsOf(numbers, columns)}`} style={{ "--columns": columns }}>
        {numbers.map((value, index) => {
          const place = { row: Math.floor(index / columns), column: index % columns };
          return (
            <span
              key={index}
              data-sign={value < 0 ? "negative" : "positive"}
              data-marked={isMarked?.(place)}
              data-padding={isPadding?.(place)}
              style={{ "--strength": `${Math.round((80 * Math.abs(value)) / largest)}%` }}
              onPointerEnter={() => onPoint?.(place)}
              onClick={() => onPoint?.(place)}
            >
              {shown(value)}
            </span>
          );
        })}
      </div>
    </figure>
  );
}

/** At most three signs, so that columns stay narrow. */
function shown(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toFixed(Math.abs(value) < 10 ? 1 : 0);
}

function rowsOf(numbers: readonly number[], columns: number): string {
  const rows = Array.from({ length: numbers.length / columns }, (_, row) =>
    numbers
      .slice(row * columns, (row + 1) * columns)
      .map(shown)
      .join(" "),
  );
  return rows.join("; ");
}
