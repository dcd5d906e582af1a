import { useState } from "preact/hooks";
import { dotProductAttention, ndarray, tensor } from "@blockzoo/core";
import { Bars } from "./bars.js";
import { Slider } from "../../design/slider.js";
import { useEvaluated } from "./use-evaluated.js";

const labels = ["north", "east", "south", "west"];
// prettier-ignore
const keys = [0, 1, 1, 0, 0, -1, -1, 0];

/** A query turns among four keys: the nearer it points to one, the more of its value is in the output. */
export function AttentionWidget() {
  const [degrees, setDegrees] = useState(60);
  const [length, setLength] = useState(4);
  const found = useEvaluated(() => {
    const angle = (degrees * Math.PI) / 180;
    const query = tensor([[length * Math.sin(angle), length * Math.cos(angle)]]);
    const known = tensor(ndarray(Float32Array.from(keys), [4, 2]));
    return dotProductAttention(query, known, known);
  }, [degrees, length]);
  if (found === undefined) return null;
  const [x = 0, y = 0] = found.output.data;
  const at = (value: number) => 100 + 80 * value;
  return (
    <>
      <div class="choices">
        <Slider
          label="the query points to, degrees"
          value={degrees}
          least={0}
          most={360}
          step={5}
          onChange={setDegrees}
        />
        <Slider label="its length" value={length} least={0} most={10} step={0.5} onChange={setLength} />
      </div>
      <div class="grids">
        <svg
          class="compass"
          viewBox="0 0 200 200"
          role="img"
          aria-label={`the output is ${x.toFixed(2)}, ${y.toFixed(2)}`}
        >
          <circle class="ring" cx={100} cy={100} r={80} />
          {labels.map((label, index) => (
            <circle
              key={label}
              class="key"
              cx={at(keys[2 * index]!)}
              cy={at(-keys[2 * index + 1]!)}
              r={4 + 10 * found.weights.data[index]!}
            />
          ))}
          <line
            x1={100}
            y1={100}
            x2={at(Math.sin((degrees * Math.PI) / 180))}
            y2={at(-Math.cos((degrees * Math.PI) / 180))}
          />
          <circle class="output" cx={at(x)} cy={at(-y)} r={6} />
        </svg>
        <Bars title="weights" labels={labels} values={found.weights.data} most={1} />
      </div>
    </>
  );
}
