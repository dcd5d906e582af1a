interface BarsProps {
  readonly title: string;
  readonly labels: readonly string[];
  readonly values: ArrayLike<number>;
  /** What a bar of full length is; by default the largest value. */
  readonly most?: number;
}

/** A number for each label. */
export function Bars({ title, labels, values, most = Math.max(1e-9, ...Array.from(values)) }: BarsProps) {
  return (
    <figure class="bars">
      <figcaption>{title}</figcaption>
      <ol>
        {labels.map((label, index) => (
          <li key={label}>
            <span>{label}</span>
            <progress value={values[index] ?? 0} max={most} aria-label={label} />
            <span class="number">{(values[index] ?? 0).toFixed(2)}</span>
          </li>
        ))}
      </ol>
    </figure>
  );
}
