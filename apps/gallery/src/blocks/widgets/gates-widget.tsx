import { useEffect, useState } from "preact/hooks";
import { GRU, LSTM, ndarray, referenceBackend, type Block } from "@blockzoo/core";
import { gatesOf, tracesSvg } from "@blockzoo/inspect";
import { Drawing } from "../../design/drawing.js";
import { Slider } from "../../design/slider.js";

const steps = 24;
const quiet: readonly number[] = Array.from({ length: steps }, (_, step) => (step === 4 || step === 5 ? 1 : 0));

/** What goes on in a recurrent layer, step by step, while it hears what one clicks. */
function GatesWidget({ create }: { create(units: number): Block }) {
  const [inputs, setInputs] = useState(quiet);
  const [units, setUnits] = useState(4);
  const [drawing, setDrawing] = useState("");
  useEffect(() => {
    let isWanted = true;
    const draw = async () => {
      const x = ndarray(Float32Array.from(inputs), [steps, 1, 1]);
      const gates = await gatesOf(create(units), { x }, { backend: referenceBackend() });
      if (isWanted) setDrawing(tracesSvg(gates));
    };
    void draw();
    return () => void (isWanted = false);
  }, [inputs, units]);
  return (
    <>
      <fieldset class="steps">
        <legend>the input at each step</legend>
        {inputs.map((value, step) => (
          <button
            key={step}
            type="button"
            aria-pressed={value === 1}
            aria-label={`step ${step + 1}`}
            onClick={() => setInputs(inputs.with(step, 1 - value))}
          />
        ))}
      </fieldset>
      <div class="choices">
        <Slider label="units" value={units} least={1} most={8} onChange={setUnits} />
      </div>
      <Drawing svg={drawing} />
    </>
  );
}

export function LstmWidget() {
  return <GatesWidget create={(units) => new LSTM(1, units)} />;
}

export function GruWidget() {
  return <GatesWidget create={(units) => new GRU(1, units)} />;
}
