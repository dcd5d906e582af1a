import type { Adjustment } from "@blockzoo/family";
import { useEffect, useState } from "preact/hooks";
import { Field } from "../design/field.js";
import type { RecipeFacts } from "../laboratory/training/recipe-facts.js";

interface AdjustingProps {
  readonly facts: RecipeFacts;
  readonly adjustment: Adjustment;
  readonly onAdjust: (adjustment: Adjustment) => void;
}

/** Steps of the slider for a factor of ten, which is as far as it goes either way, twice. */
const stepsOfTen = 6;

/** Learning rate and batch size, which may be changed while the run goes on. */
export function Adjusting({ facts, adjustment: held, onAdjust }: AdjustingProps) {
  const { adjustable, learningRate, batchSize } = facts;
  // The control is at once where it was put, though the laboratory says so a little later.
  const [wanted, setWanted] = useState<Adjustment>();
  useEffect(() => {
    if (JSON.stringify(held) === JSON.stringify(wanted)) setWanted(undefined);
  }, [held]);
  const adjustment = wanted ?? held;
  const adjust = (changed: Adjustment) => {
    setWanted(changed);
    onAdjust(changed);
  };
  const { learningRateFactor: factor = 1 } = adjustment;
  const rateText = learningRate === undefined ? `× ${short(factor)}` : short(learningRate * factor);
  return (
    <div class="adjusting">
      {adjustable.includes("learningRateFactor") && (
        <Field label="Learning rate" value={factor === 1 ? rateText : `${rateText}, ${short(factor)} times its own`}>
          <input
            type="range"
            min={-2 * stepsOfTen}
            max={2 * stepsOfTen}
            value={Math.round(Math.log10(factor) * stepsOfTen)}
            aria-valuetext={rateText}
            onInput={({ currentTarget }) => {
              const learningRateFactor = Number((10 ** (currentTarget.valueAsNumber / stepsOfTen)).toPrecision(3));
              adjust({ ...adjustment, learningRateFactor });
            }}
          />
        </Field>
      )}
      {adjustable.includes("batchSize") && batchSize !== undefined && (
        <Field label="Samples in a batch">
          <select
            value={adjustment.batchSize ?? batchSize}
            onChange={({ currentTarget }) => adjust({ ...adjustment, batchSize: Number(currentTarget.value) })}
          >
            {sizesAround(batchSize).map((size) => (
              <option key={size} value={size}>
                {size === batchSize ? `${size}, its own` : size}
              </option>
            ))}
          </select>
        </Field>
      )}
    </div>
  );
}

/** Halves and doubles. */
function sizesAround(own: number): number[] {
  return [8, 4, 2, 1, 0.5, 0.25].map((part) => Math.round(own / part)).filter((size) => size >= 1);
}

/** `0.00316` */
function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}
