import { useState } from "preact/hooks";
import { add, batchNormTraining, ndarray, mul, RandomStream, reshape, tensor } from "@blockzoo/core";
import { Slider } from "../../design/slider.js";
import { useEvaluated } from "./use-evaluated.js";

const samples = 120;
const drawn = new RandomStream(0, "batch-norm").fillNormal(new Float32Array(samples), 0, 1);

/** Whatever mean and spread a channel has in the batch, behind the layer it has those that were learned. */
export function BatchNormWidget() {
  const [mean, setMean] = useState(3);
  const [deviation, setDeviation] = useState(2);
  const [weight, setWeight] = useState(1);
  const [bias, setBias] = useState(0);
  const found = useEvaluated(() => {
    const x = add(mul(tensor(ndarray(drawn, [samples, 1])), deviation), mean);
    const { output } = batchNormTraining(reshape(x, [samples, 1, 1, 1]), {
      weight: tensor([weight]),
      bias: tensor([bias]),
    });
    return { x, output };
  }, [mean, deviation, weight, bias]);
  return (
    <>
      <div class="choices">
        <Slider label="mean of x" value={mean} least={-5} most={5} step={0.5} onChange={setMean} />
        <Slider label="deviation of x" value={deviation} least={0.5} most={4} step={0.5} onChange={setDeviation} />
        <Slider label="weight" value={weight} least={0.5} most={3} step={0.5} onChange={setWeight} />
        <Slider label="bias" value={bias} least={-5} most={5} step={0.5} onChange={setBias} />
      </div>
      {found !== undefined && (
        <div class="strips">
          <Strip title="x, one channel of 120 samples" values={Array.from(found.x.data)} />
          <Strip title="y" values={Array.from(found.output.data)} />
        </div>
      )}
    </>
  );
}

const reach = 14;

/** Numbers on a line from -14 to 14. */
function Strip({ title, values }: { readonly title: string; readonly values: readonly number[] }) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  const caption = `${title}: mean ${shown(mean)}, deviation ${shown(Math.sqrt(variance))}`;
  const at = (value: number) => ((value + reach) / (2 * reach)) * 560;
  return (
    <figure>
      <figcaption>{caption}</figcaption>
      <svg class="strip" viewBox="0 0 560 40" role="img" aria-label={caption}>
        <line x1={0} x2={560} y1={30} y2={30} />
        <line x1={280} x2={280} y1={4} y2={36} />
        {values.map((value, index) => (
          <circle key={index} cx={at(value)} cy={8 + ((index * 7) % 18)} r={3} />
        ))}
      </svg>
    </figure>
  );
}

/** Two digits; 0 has no sign. */
function shown(value: number): string {
  return (Math.round(100 * value) / 100 || 0).toFixed(2);
}
