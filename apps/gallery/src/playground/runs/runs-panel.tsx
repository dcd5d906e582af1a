import type { Program } from "../program/program.js";
import type { Place } from "../program/problem.js";
import { Chart } from "../../training/chart.js";
import { colorOf, smoothed, smoothedOver, type Run } from "./run.js";
import type { Runs } from "./use-runs.js";

interface RunsPanelProps {
  readonly runs: Runs;
  readonly onOpen: (program: Program) => void;
  readonly onShow: (place: Place) => void;
}

/** The runs beside each other: their losses as curves, and what they came to. */
export function RunsPanel({ runs: { runs, rename, remove }, onOpen, onShow }: RunsPanelProps) {
  const metrics = [...new Set(runs.flatMap((run) => Object.keys(run.metrics)))];
  return (
    <>
      <Chart
        title="Training loss"
        series={runs.map((run) => ({ label: run.name, values: smoothed(run.losses), color: colorOf(run) }))}
        totalSteps={Math.max(...runs.map(({ totalSteps }) => totalSteps))}
      />
      <p class="small muted">
        Each point is the mean of {smoothedOver} steps. Change the program and train again: the new curve comes beside
        the others.
      </p>
      <div class="playground-table" tabIndex={0} role="region" aria-label="Runs">
        <table>
          <thead>
            <tr>
              <th scope="col">Run</th>
              <th scope="col">Parameters</th>
              <th scope="col">Steps</th>
              <th scope="col">Loss</th>
              {metrics.map((name) => (
                <th key={name} scope="col">
                  Held-out {name}
                </th>
              ))}
              <th scope="col">
                <span class="visually-hidden">What can be done</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {runs.map((run) => (
              <tr
                key={run.id}
                data-testid="run"
                data-state={run.state}
                data-steps={run.losses.length}
                data-loss={smoothed(run.losses).at(-1) ?? ""}
              >
                <td>
                  <span class="playground-run-name">
                    <span
                      class="playground-swatch"
                      style={{ background: `var(--series-${colorOf(run)})` }}
                      aria-hidden="true"
                    />
                    <input
                      aria-label={`Name of run ${run.id}`}
                      value={run.name}
                      onInput={({ currentTarget }) => rename(run.id, currentTarget.value)}
                    />
                  </span>
                </td>
                <td>{run.parameters.toLocaleString("en-US")}</td>
                <td>
                  <StepsOf run={run} onShow={onShow} />
                </td>
                <td>{smoothed(run.losses).at(-1)?.toPrecision(3) ?? ""}</td>
                {metrics.map((name) => (
                  <td key={name}>{run.metrics[name]?.toFixed(3) ?? ""}</td>
                ))}
                <td>
                  <span class="row">
                    <button type="button" class="plain" onClick={() => onOpen(run.program)}>
                      Open its code
                    </button>
                    {run.state !== "running" && (
                      <button type="button" class="plain" onClick={() => remove(run.id)}>
                        Remove
                      </button>
                    )}
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

interface StepsOfProps {
  readonly run: Run;
  readonly onShow: (place: Place) => void;
}

function StepsOf({ run: { state, losses, totalSteps, problem }, onShow }: StepsOfProps) {
  const steps = losses.length.toLocaleString("en-US");
  if (state === "failed" && problem !== undefined) {
    const { place, message } = problem;
    return (
      <span class="error">
        {message}{" "}
        {place !== undefined && (
          <button type="button" class="plain" onClick={() => onShow(place)}>
            {place.file}:{place.line}
          </button>
        )}
      </span>
    );
  }
  if (state === "running" && losses.length === 0) return <span class="muted">starting</span>;
  return (
    <>
      {steps}
      {state !== "finished" && totalSteps > 0 && ` of ${totalSteps.toLocaleString("en-US")}`}
      {state === "stopped" && ", stopped"}
    </>
  );
}
