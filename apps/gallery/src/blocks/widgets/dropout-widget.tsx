import { useState } from "preact/hooks";
import { Dropout, ndarray, tensor } from "@blockzoo/core";
import { NumberGrid } from "./number-grid.js";
import { Slider } from "../../design/slider.js";
import { useEvaluated } from "./use-evaluated.js";

const side = 8;
const ones = new Float32Array(side * side).fill(1);

/** Another part of the units is silent in each step; the others speak up. */
export function DropoutWidget() {
  const [probability, setProbability] = useState(0.5);
  const [step, setStep] = useState(0);
  const y = useEvaluated(
    () => new Dropout(probability).forward(tensor(ndarray(ones, [side, side]))),
    [probability, step],
    { mode: "train", seed: step },
  );
  if (y === undefined) return null;
  const values = Array.from(y.data);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return (
    <>
      <div class="choices">
        <Slider label="probability" value={probability} least={0} most={0.9} step={0.1} onChange={setProbability} />
        <button type="button" onClick={() => setStep(step + 1)}>
          Next step
        </button>
      </div>
      <div class="grids">
        <NumberGrid title="x" columns={side} values={ones} />
        <NumberGrid title={`y: its mean is ${mean.toFixed(2)}`} columns={side} values={values} />
      </div>
    </>
  );
}
