import { proxy, type Remote } from "comlink";
import { useState } from "preact/hooks";
import type { HistoryPoint } from "@blockzoo/family";
import { download } from "../../download.js";
import type { Standing } from "../../laboratory/digits.js";
import type { Laboratory } from "../../laboratory/laboratory.worker.js";

type Phase = "restoring" | "empty" | "running" | "stopping" | "paused" | "finished";

/** Training in the laboratory, as the page sees it. */
export interface Training {
  readonly phase: Phase;
  readonly history: readonly HistoryPoint[];
  /** Known once a runtime is open. */
  readonly totalSteps: number | undefined;
  readonly problem: string;
  /** Whether there are trained weights to read with and to download. */
  readonly canBeUsed: boolean;
  restore(): Promise<void>;
  start(): Promise<void>;
  pause(): Promise<void>;
  startOver(): Promise<void>;
  download(): Promise<void>;
}

export function useTraining(laboratory: Remote<Laboratory>): Training {
  const [phase, setPhase] = useState<Phase>("empty");
  const [history, setHistory] = useState<readonly HistoryPoint[]>([]);
  const [totalSteps, setTotalSteps] = useState<number>();
  const [problem, setProblem] = useState("");

  const settle = (standing: Standing) => {
    const step = standing.history.at(-1)?.step ?? 0;
    setHistory(standing.history);
    setTotalSteps(standing.totalSteps);
    setPhase(step === 0 ? "empty" : step === standing.totalSteps ? "finished" : "paused");
  };
  /** Does something in the laboratory; what goes wrong is shown. */
  const attempt = async (work: () => Promise<void>) => {
    setProblem("");
    try {
      await work();
    } catch (error) {
      setProblem((error as Error).message);
      setPhase((current) =>
        current === "restoring" ? "empty" : current === "running" || current === "stopping" ? "paused" : current,
      );
    }
  };
  return {
    phase,
    history,
    totalSteps,
    problem,
    canBeUsed: phase === "paused" || phase === "finished",
    restore: () =>
      attempt(async () => {
        setPhase("restoring");
        settle(await laboratory.digits.restore());
      }),
    start: () =>
      attempt(async () => {
        setPhase("running");
        const onProgress = proxy((point: HistoryPoint) => setHistory((points) => [...points, point]));
        settle(await laboratory.digits.train(onProgress));
      }),
    pause: () =>
      attempt(async () => {
        setPhase("stopping");
        await laboratory.digits.pause();
      }),
    startOver: () =>
      attempt(async () => {
        await laboratory.digits.startOver();
        setHistory([]);
        setPhase("empty");
      }),
    download: () =>
      attempt(async () => {
        download("lenet5.onnx", new Blob([new Uint8Array(await laboratory.digits.exportOnnx())]));
      }),
  };
}
