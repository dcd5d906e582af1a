interface SilhouetteProps {
  /** How wide the stream of numbers is, step by step. */
  readonly values: readonly number[];
}

const [width, height] = [174, 32];

/** A network as a row of bars, as high as the stream of numbers is wide there, on a scale of powers of two. */
export function Silhouette({ values }: SilhouetteProps) {
  const highest = Math.log2(1 + Math.max(...values));
  const pitch = width / Math.max(values.length, 12);
  return (
    <svg class="silhouette" viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="xMinYMid" aria-hidden="true">
      {values.map((value, at) => {
        const bar = Math.max(2, (height * Math.log2(1 + value)) / highest);
        return (
          <rect
            key={at}
            x={at * pitch}
            y={(height - bar) / 2}
            width={Math.min(0.68 * pitch, 8)}
            height={bar}
            rx={Math.min(0.3 * pitch, 1.5)}
          />
        );
      })}
    </svg>
  );
}
