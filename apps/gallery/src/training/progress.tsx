import type { LaneState } from "../laboratory/training/lane.js";
import type { RacePhase } from "../laboratory/training/race.js";

interface ProgressProps {
  readonly phase: RacePhase;
  readonly main: LaneState;
  /** The metric of the claim, as it was last taken. */
  readonly metric: { readonly name: string; readonly value: number | undefined };
}

/** How far the run is, how fast it goes, and when it will be at its end. */
export function Progress({ phase, main, metric }: ProgressProps) {
  const { step, totalSteps, stepsPerSecond } = main;
  const left =
    phase === "going" && totalSteps !== undefined && stepsPerSecond !== undefined
      ? timeText((totalSteps - step) / stepsPerSecond)
      : undefined;
  const facts = [
    totalSteps === undefined ? `step ${count(step)}` : `step ${count(step)} of ${count(totalSteps)}`,
    ...(stepsPerSecond === undefined || step === 0 ? [] : [`${speedText(stepsPerSecond)} steps a second`]),
    ...(left === undefined || main.phase === "finished" ? [] : [`${left} left`]),
  ];
  return (
    <div
      class="training-progress"
      data-testid="training-status"
      data-phase={phase}
      data-state={main.phase}
      data-step={step}
      data-metric={metric.value ?? ""}
    >
      <progress value={step} max={totalSteps ?? Math.max(1, step)} aria-label="Steps" />
      <p class="small muted numbers-aligned">
        <strong>{phaseText(phase, main)}</strong> {facts.join(" · ")}
      </p>
    </div>
  );
}

function phaseText(phase: RacePhase, main: LaneState): string {
  if (main.phase === "preparing") return "Preparing …";
  if (phase === "ending") return "Stopping …";
  if (main.phase === "finished") return "Finished.";
  if (phase === "going") return "Training …";
  if (phase === "paused") return "Paused.";
  if (phase === "elsewhere") return "In another tab.";
  return main.step === 0 ? "Not begun." : "Stopped.";
}

/** `1,200` */
const count = (value: number) => value.toLocaleString("en-US");

/** `0.83`, `182` */
export function speedText(stepsPerSecond: number): string {
  return stepsPerSecond >= 10 ? count(Math.round(stepsPerSecond)) : stepsPerSecond.toPrecision(2);
}

/** `8 s`, `3 min` */
function timeText(seconds: number): string {
  return seconds < 90 ? `${Math.ceil(seconds)} s` : `${Math.round(seconds / 60)} min`;
}
