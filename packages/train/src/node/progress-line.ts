import type { RecipeProgress } from "@blockzoo/family";

/** What a progress line is written to: `process.stderr`, or anything like it. */
export interface LineStream {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  write(text: string): unknown;
}

export interface ProgressLineOptions {
  /** Default `process.stderr`. */
  readonly stream?: LineStream;
  /** Stands before each line. */
  readonly label?: string;
}

/** Shows the progress of `fit` or of any recipe. */
export interface ProgressLine {
  /** Give this as `onProgress`. */
  readonly update: (progress: RecipeProgress) => void;
  /** Ends the line. */
  readonly done: () => void;
}

const millisecondsBetween = { live: 100, log: 5000 };
const barWidth = 24;

/**
 * A line with a bar, the loss where there is one, held-out metrics, speed and time left. On a terminal it is rewritten in place; elsewhere a new
 * line is written every few seconds.
 *
 * @example
 * const progress = progressLine();
 * await fit(model, { ..., onProgress: progress.update });
 * progress.done();
 */
export function progressLine({ stream = process.stderr, label = "" }: ProgressLineOptions = {}): ProgressLine {
  const isLive = stream.isTTY === true;
  const started = { time: performance.now(), step: 0 };
  let shown = -Infinity;
  let loss: number | undefined;
  let metrics: RecipeProgress["metrics"];
  let last: string | undefined;

  const show = (text: string) => {
    // A line longer than the terminal would wrap and could not be rewritten.
    stream.write(isLive ? `\r\x1b[2K${text.slice(0, (stream.columns ?? 120) - 1)}` : `${text}\n`);
  };
  return {
    update(progress) {
      if (started.step === 0) Object.assign(started, { time: performance.now(), step: progress.step });
      // Single batches jump about; the line shows a running mean.
      const { loss: own = loss } = progress;
      loss = own === undefined || loss === undefined ? own : 0.95 * loss + 0.05 * own;
      metrics = progress.metrics ?? metrics;
      last = lineOf(label, { ...progress, ...(loss !== undefined && { loss }) }, metrics, started);
      const now = performance.now();
      if (now - shown < (isLive ? millisecondsBetween.live : millisecondsBetween.log)) return;
      shown = now;
      show(last);
    },
    done() {
      if (last === undefined) return;
      show(last);
      if (isLive) stream.write("\n");
    },
  };
}

function lineOf(
  label: string,
  { step, totalSteps, loss }: RecipeProgress,
  metrics: RecipeProgress["metrics"] = {},
  started: { readonly time: number; readonly step: number },
): string {
  const filled = Math.round((barWidth * step) / totalSteps);
  // The first step includes what runtimes do once, so nothing is known of the speed yet.
  const taken = step - started.step;
  const perStep = taken === 0 ? 0 : (performance.now() - started.time) / taken;
  const parts = [
    `${"█".repeat(filled)}${"░".repeat(barWidth - filled)} ${step}/${totalSteps}`,
    ...(loss === undefined ? [] : [`loss ${loss.toFixed(4)}`]),
    ...Object.entries(metrics).map(([name, value]) => `${name} ${value.toFixed(4)}`),
    ...(perStep > 0 ? [`${(1000 / perStep).toFixed(perStep > 100 ? 1 : 0)} steps/s`] : []),
    ...(perStep > 0 && step < totalSteps ? [`${durationOf((totalSteps - step) * perStep)} left`] : []),
  ];
  return [...(label === "" ? [] : [label]), ...parts].join("  ");
}

/** `48 s`, `3 min 05 s`, `2 h 10 min`. */
function durationOf(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  const pad = (value: number) => String(value).padStart(2, "0");
  return minutes < 60
    ? `${minutes} min ${pad(seconds % 60)} s`
    : `${Math.floor(minutes / 60)} h ${pad(minutes % 60)} min`;
}
