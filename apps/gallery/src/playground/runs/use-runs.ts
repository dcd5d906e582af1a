import { transfer, type Remote } from "comlink";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Laboratory } from "../../laboratory/laboratory.worker.js";
import type { CompiledFiles } from "../compiler/compile.js";
import type { Program } from "../program/program.js";
import type { TrainingPoint } from "../sandbox/messages.js";
import { runInSandbox } from "../sandbox/run-in-sandbox.js";
import { problemOf } from "../use-look.js";
import type { Run } from "./run.js";

export interface Runs {
  readonly runs: readonly Run[];
  readonly isRunning: boolean;
  /** Trains a program, beside the runs that there are. */
  start(given: { readonly program: Program; readonly files: CompiledFiles; readonly parameters: number }): void;
  /** Ends the run that goes on. */
  stop(): void;
  rename(id: number, name: string): void;
  remove(id: number): void;
}

/** Stopped by the person, or because the runtime is another one. */
class Stopped extends Error {}

/** Trainings of programs, one at a time: the program in a sandbox, its graphs on the runtime of the laboratory. */
export function useRuns(laboratory: Remote<Laboratory>, runtime: string): Runs {
  const [runs, setRuns] = useState<readonly Run[]>([]);
  const count = useRef(0);
  const running = useRef<AbortController>(undefined);
  const stop = () => running.current?.abort(new Stopped());
  useEffect(() => stop, [runtime]);

  const change = (id: number, changed: (run: Run) => Partial<Run>) =>
    setRuns((all) => all.map((run) => (run.id === id ? { ...run, ...changed(run) } : run)));

  const train = async (id: number, files: CompiledFiles) => {
    const own = new AbortController();
    running.current = own;
    const { port1: line, port2: served } = new MessageChannel();
    const lent = laboratory.playground.lend(transfer(served, [served])).catch((error: unknown) => own.abort(error));
    try {
      await runInSandbox(
        { kind: "train", files, line },
        {
          signal: own.signal,
          onReport(report) {
            if (report.kind === "progress") change(id, (run) => withPoint(run, report.point));
          },
        },
      );
      change(id, () => ({ state: "finished" }));
    } catch (error) {
      if (error instanceof Stopped) change(id, () => ({ state: "stopped" }));
      else change(id, () => ({ state: "failed", problem: problemOf(error) }));
    } finally {
      await laboratory.playground.takeBack();
      await lent;
      running.current = undefined;
      // For what shows whether a run goes on.
      setRuns((all) => [...all]);
    }
  };
  return {
    runs,
    isRunning: runs.some(({ state }) => state === "running"),
    start({ program, files, parameters }) {
      if (running.current !== undefined) return;
      const id = ++count.current;
      const name = `${id} · ${program.title}`;
      setRuns((all) => [...all, { ...begun, id, name, program, parameters }]);
      void train(id, files);
    },
    stop,
    rename: (id, name) => change(id, () => ({ name })),
    remove: (id) => setRuns((all) => all.filter((run) => run.id !== id)),
  };
}

const begun = { state: "running", losses: [], totalSteps: 0, metrics: {}, problem: undefined } as const;

function withPoint(run: Run, { step, totalSteps, loss, metrics }: TrainingPoint): Partial<Run> {
  // Each step is told once, in its turn.
  const losses = step === run.losses.length + 1 ? [...run.losses, loss ?? NaN] : run.losses;
  return { losses, totalSteps, ...(metrics && { metrics }) };
}
