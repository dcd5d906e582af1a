import { useMemo } from "preact/hooks";
import { curvesSvg, type CurvePoint } from "@blockzoo/inspect";
import type { HistoryPoint } from "@blockzoo/family";
import { Drawing } from "../../design/drawing.js";
import type { Training } from "./use-training.js";

/** Trains LeNet-5 on the hard glyphs, with curves. */
export function TrainingPanel({ training, isOpen }: { readonly training: Training; readonly isOpen: boolean }) {
  const { phase, history, totalSteps, problem, canBeUsed } = training;
  const step = history.at(-1)?.step ?? 0;
  const accuracy = history.findLast(({ metrics }) => metrics !== undefined)?.metrics?.["accuracy"];
  return (
    <section aria-labelledby="train-title">
      <h2 id="train-title">Train it here</h2>
      <p>
        The recipe <code>lenet5.glyphs</code>, as <code>blockzoo train</code> runs it: drawn digits, shifted, turned,
        scaled and noisy. You can change the runtime on the way, or close the tab: the run goes on where it was.
      </p>
      <p class="controls">
        {phase === "running" || phase === "stopping" ? (
          <button type="button" disabled={phase === "stopping"} onClick={() => void training.pause()}>
            Pause
          </button>
        ) : (
          <button
            type="button"
            disabled={!isOpen || phase === "restoring" || phase === "finished"}
            onClick={() => void training.start()}
          >
            {step === 0 ? "Train" : "Resume"}
          </button>
        )}
        <button type="button" disabled={!canBeUsed} onClick={() => void training.startOver()}>
          Start over
        </button>
        <button type="button" disabled={!canBeUsed} onClick={() => void training.download()}>
          Download ONNX
        </button>
      </p>
      <p data-testid="training-status" data-phase={phase} data-step={step} data-accuracy={accuracy ?? ""}>
        <progress value={step} max={totalSteps ?? 1} aria-label="steps" /> {step.toLocaleString("en-US")}
        {totalSteps !== undefined && ` of ${totalSteps.toLocaleString("en-US")}`} steps
        {accuracy !== undefined && `, held-out accuracy ${accuracy.toFixed(3)}`}
      </p>
      {problem !== "" && <p class="error">{problem}</p>}
      <Curves history={history} />
    </section>
  );
}

/** Curves change slowly: they are drawn anew with every so many steps. */
const redrawEvery = 10;

function Curves({ history }: { readonly history: readonly HistoryPoint[] }) {
  const drawings = useMemo(() => {
    if (history.length === 0) return "";
    const accuracies = history.flatMap(({ step, metrics }): CurvePoint[] =>
      metrics === undefined ? [] : [[step, metrics["accuracy"]!]],
    );
    const losses = history.flatMap(({ step, loss }): CurvePoint[] => (loss === undefined ? [] : [[step, loss]]));
    const size = { width: 560, height: 220 };
    return [
      curvesSvg([{ label: "loss", points: losses }], { title: "Training loss", ...size }),
      ...(accuracies.length > 0
        ? [curvesSvg([{ label: "accuracy", points: accuracies }], { title: "Held-out accuracy", ...size })]
        : []),
    ].join("");
  }, [Math.floor(history.length / redrawEvery), history.length === 0]);
  return <Drawing svg={drawings} />;
}
