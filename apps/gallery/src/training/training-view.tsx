import type { Remote } from "comlink";
import { useEffect, useState } from "preact/hooks";
import { Notice } from "../design/notice.js";
import type { RuntimeName } from "../frame/runtimes.js";
import type { Laboratory } from "../laboratory/laboratory.worker.js";
import { Adjusting } from "./adjusting.js";
import { Beside } from "./beside.js";
import { Claim } from "./claim.js";
import { Controls } from "./controls.js";
import { goingOn, keepBeside, keptBeside } from "./kept-settings.js";
import { LookView } from "./look-view.js";
import { Problem } from "./problem.js";
import { Progress } from "./progress.js";
import { MeasuredSpeeds } from "./speeds.js";
import { TakingAway } from "./taking-away.js";
import { TrainingCharts } from "./training-charts.js";
import "./training.css";
import { useTraining } from "./use-training.js";

export interface TrainingViewProps {
  /** The id of a recipe: `lenet5.glyphs`. */
  readonly recipe: string;
  readonly laboratory: Remote<Laboratory>;
  /** The chosen runtime. */
  readonly runtime: RuntimeName;
  /** Whether it is open. */
  readonly isOpen: boolean;
}

/** A recipe that is trained in the page, with its curves and what its network does by now. */
export function TrainingView({ recipe, laboratory, runtime, isOpen }: TrainingViewProps) {
  const training = useTraining(laboratory, recipe);
  const { facts, state, curves, changes, look, problem, attempt } = training;
  const main = state?.lanes[0];
  const isIdle = state?.phase === "idle";
  const isKept = isIdle && main !== undefined && main.step > 0;
  const [goesOn, setGoesOn] = useState(() => goingOn.take(recipe));
  // What is chosen holds at once, though the laboratory says so a little later.
  const [beside, setBeside] = useState<readonly string[]>([]);
  const compareWith = (names: readonly string[]) => {
    setBeside(names);
    void attempt(() => laboratory.training.setBeside(recipe, names));
  };
  useEffect(() => {
    if (facts === undefined || facts.lacks !== undefined) return;
    compareWith(keptBeside(recipe).filter((kept) => facts.beside.some(({ name }) => name === kept)));
  }, [facts]);
  useEffect(() => {
    if (!isOpen || !isIdle) return;
    if (goesOn) {
      setGoesOn(false);
      void attempt(() => laboratory.training.go(recipe));
    } else if (isKept && look === undefined) void attempt(() => laboratory.training.readKept(recipe));
  }, [isOpen, isIdle, isKept]);
  useEffect(() => {
    if (state?.phase !== "going") return;
    const mark = () => goingOn.mark(recipe);
    addEventListener("pagehide", mark);
    return () => removeEventListener("pagehide", mark);
  }, [recipe, state?.phase]);

  if (facts === undefined || state === undefined || main === undefined)
    return problem === "" ? <p class="muted">Fetching the recipe …</p> : <Notice kind="problem">{problem}</Notice>;
  if (facts.lacks !== undefined)
    return (
      <Notice kind="hint">
        {recipe} {facts.lacks}, which a page has none of. Train it by the command:{" "}
        <code>npx blockzoo train {recipe}</code>
      </Notice>
    );

  const colorOf = (lane: string) => facts.beside.findIndex(({ name }) => name === lane) + 2;
  const metric = facts.gate.metric;
  const measured =
    main.metrics?.[metric] ??
    curves
      .of("main")
      ?.metrics.get(metric)
      ?.findLast((value) => value !== null);
  const done = (work: () => Promise<void>) => () => void attempt(work);
  return (
    <div class="training">
      <Claim facts={facts} main={main} isAdjusted={curves.of("main")?.isAdjusted === true} />
      <div class="training-head">
        <Controls
          phase={state.phase}
          main={main}
          isOpen={isOpen}
          onGo={done(() => laboratory.training.go(recipe))}
          onPause={done(() => laboratory.training.pause(recipe))}
          onStep={done(() => laboratory.training.go(recipe, 1))}
          onStop={done(() => laboratory.training.stop(recipe))}
          onStartOver={done(() => laboratory.training.startOver(recipe))}
        />
        <Progress phase={state.phase} main={main} metric={{ name: metric, value: measured ?? undefined }} />
        {state.phase === "elsewhere" && (
          <Notice kind="hint">
            This run goes on in another tab of your browser. What it has learned is shown here once it is stopped there.
          </Notice>
        )}
        <Problem recipe={recipe} problem={main.problem ?? problem} keptStep={main.step} />
      </div>
      <div class="training-body">
        <div class="training-curves">
          <TrainingCharts
            curves={curves}
            changes={changes}
            lanes={state.lanes}
            gate={facts.gate}
            colorOf={(lane) => (lane === "main" ? 1 : colorOf(lane))}
          />
          <MeasuredSpeeds recipe={recipe} runtime={runtime} stepsPerSecond={main.stepsPerSecond} />
        </div>
        <div class="training-side">
          <Adjusting
            facts={facts}
            adjustment={state.adjustment}
            onAdjust={(adjustment) => void attempt(() => laboratory.training.adjust(recipe, adjustment))}
          />
          <Beside
            facts={facts}
            lanes={state.lanes}
            chosen={beside}
            colorOf={colorOf}
            onChange={(names) => {
              keepBeside(recipe, names);
              compareWith(names);
            }}
          />
        </div>
      </div>
      {look !== undefined && (
        <div class="looks">
          <LookView look={look} />
        </div>
      )}
      <TakingAway recipe={recipe} laboratory={laboratory} isLearned={main.step > 0 && isOpen} attempt={attempt} />
    </div>
  );
}
