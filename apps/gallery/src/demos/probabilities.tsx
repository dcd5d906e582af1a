import type { Prediction } from "@blockzoo/tasks/image-classification";

interface ProbabilitiesProps {
  readonly predictions: readonly Prediction[];
  readonly labels: readonly string[];
}

/** So many classes are all shown, in their order; of more only the most probable. */
const most = 12;

/** How probable each class is. */
export function Probabilities({ predictions, labels }: ProbabilitiesProps) {
  const byLabel = new Map(predictions.map(({ label, probability }) => [label, probability]));
  const [best] = predictions;
  const shown = labels.length <= most ? labels : predictions.slice(0, most).map(({ label }) => label);
  return (
    <ol class="probabilities" data-testid="predictions" data-best={best?.label ?? ""}>
      {shown.map((label) => {
        const probability = byLabel.get(label) ?? 0;
        return (
          <li key={label} class={label === best?.label ? "best" : ""}>
            <span>{label}</span>
            <meter value={probability} max={1} aria-label={`probability of ${label}`} />
            <span class="number">{byLabel.size === 0 ? "" : probability.toFixed(3)}</span>
          </li>
        );
      })}
    </ol>
  );
}
