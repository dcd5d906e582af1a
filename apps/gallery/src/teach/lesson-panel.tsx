import { useMemo } from "preact/hooks";
import { confusionMatrixSvg } from "@blockzoo/inspect";
import { Drawing } from "../design/drawing.js";
import { Notice } from "../design/notice.js";
import type { TaughtClass } from "./sample.js";
import { whyNotYet, type TaughtLesson } from "./use-lesson.js";

interface LessonPanelProps {
  readonly classes: readonly TaughtClass[];
  readonly taught: TaughtLesson;
  readonly isOpen: boolean;
  /** Whether samples are still being looked at. */
  readonly isWaiting: boolean;
}

/** Teaches, and shows what came of it: what it says now, how often it was right, and the way to take it along. */
export function LessonPanel({ classes, taught, isOpen, isWaiting }: LessonPanelProps) {
  const { lesson, isTeaching, problem, probabilities } = taught;
  const missing = whyNotYet(classes);
  return (
    <section class="lesson" aria-labelledby="lesson-title">
      <h2 id="lesson-title">Teach</h2>
      <p class="row">
        <button
          type="button"
          class="primary"
          disabled={!isOpen || isTeaching || isWaiting || missing !== undefined}
          onClick={() => void taught.teach()}
        >
          {isTeaching ? "Teaching …" : lesson === undefined ? "Teach" : "Teach again"}
        </button>
        <span class="muted small">{missing ?? (isWaiting ? "looking at the samples …" : "")}</span>
      </p>
      {problem !== "" && <Notice kind="problem">{problem}</Notice>}
      {lesson !== undefined && (
        <>
          <h3>What it says now</h3>
          <ol class="answers" data-testid="answers" data-best={bestOf(lesson.labels, probabilities)}>
            {lesson.labels.map((label, index) => (
              <li key={label}>
                <span>{label}</span>
                <progress value={probabilities?.[index] ?? 0} max={1} aria-label={label} />
                <span class="number" data-probability={probabilities?.[index]}>
                  {probabilities === undefined ? "" : `${Math.round(100 * probabilities[index]!)} %`}
                </span>
              </li>
            ))}
          </ol>
          <HeldOut taught={lesson} />
          <h3>Take it away</h3>
          <p>
            The network as an ONNX file that takes pictures or sounds as they are, its weights, your samples, and
            programs that use it and teach it again.
          </p>
          <button type="button" onClick={() => void taught.takeAway()}>
            Download
          </button>
        </>
      )}
    </section>
  );
}

function bestOf(labels: readonly string[], probabilities: readonly number[] | undefined): string {
  return probabilities === undefined ? "" : labels[probabilities.indexOf(Math.max(...probabilities))]!;
}

/** How often it was right about samples that it was not taught by. */
function HeldOut({ taught }: { readonly taught: NonNullable<TaughtLesson["lesson"]> }) {
  const { labels, actual, predicted, milliseconds } = taught;
  const right = actual.filter((label, index) => label === predicted[index]).length;
  const drawing = useMemo(
    () => confusionMatrixSvg({ labels, actual, predicted }, { title: "What was taken for what" }),
    [taught],
  );
  return (
    <>
      <h3>Samples it has not seen</h3>
      <p data-testid="held-out" data-right={right} data-of={actual.length}>
        What was taken last, a fifth of each class, was held out: {right} of {actual.length} were right. It took{" "}
        {(milliseconds / 1000).toFixed(1)} s to teach.
      </p>
      <Drawing svg={drawing} />
    </>
  );
}
