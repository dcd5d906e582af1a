import { useState } from "preact/hooks";
import { div, softmax, tensor } from "@blockzoo/core";
import { Bars } from "./bars.js";
import { Slider } from "../../design/slider.js";
import { useEvaluated } from "./use-evaluated.js";

const labels = ["cat", "dog", "fox", "owl"];

/** Scores become probabilities, which a temperature makes sharper or more even. */
export function SoftmaxWidget() {
  const [scores, setScores] = useState<readonly number[]>([2, 1, 0.5, -1]);
  const [temperature, setTemperature] = useState(1);
  const y = useEvaluated(() => softmax(div(tensor([...scores]), temperature)), [scores, temperature]);
  return (
    <>
      <div class="choices">
        {labels.map((label, index) => (
          <Slider
            key={label}
            label={`score of ${label}`}
            value={scores[index]!}
            least={-3}
            most={3}
            step={0.1}
            onChange={(score) => setScores(scores.with(index, score))}
          />
        ))}
        <Slider label="temperature" value={temperature} least={0.1} most={5} step={0.1} onChange={setTemperature} />
      </div>
      {y !== undefined && <Bars title="softmax(scores / temperature)" labels={labels} values={y.data} most={1} />}
    </>
  );
}
