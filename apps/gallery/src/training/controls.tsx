import type { LaneState } from "../laboratory/training/lane.js";
import type { RacePhase } from "../laboratory/training/race.js";

interface ControlsProps {
  readonly phase: RacePhase;
  readonly main: LaneState;
  /** Whether a runtime is open. */
  readonly isOpen: boolean;
  readonly onGo: () => void;
  readonly onPause: () => void;
  readonly onStep: () => void;
  readonly onStop: () => void;
  readonly onStartOver: () => void;
}

/** Start, pause, one step, stop, start over. */
export function Controls({ phase, main, isOpen, onGo, onPause, onStep, onStop, onStartOver }: ControlsProps) {
  const isLive = phase === "going" || phase === "paused";
  const isFinished = main.phase === "finished";
  const canGo = isOpen && (phase === "idle" || phase === "paused") && !isFinished;
  return (
    <div class="row" role="group" aria-label="The run">
      {phase === "going" && !isFinished ? (
        <button type="button" class="primary" onClick={onPause}>
          Pause
        </button>
      ) : (
        <button type="button" class="primary" disabled={!canGo} onClick={onGo}>
          {main.step === 0 ? "Train" : "Go on"}
        </button>
      )}
      <button type="button" disabled={!canGo} onClick={onStep}>
        One step
      </button>
      <button type="button" disabled={!isLive} onClick={onStop}>
        Stop
      </button>
      <button
        type="button"
        disabled={main.step === 0 || phase === "ending" || phase === "elsewhere"}
        onClick={onStartOver}
      >
        Start over
      </button>
    </div>
  );
}
