import { check, type StateDict } from "@blockzoo/core";

/** Ends a run whose validation gets no better; the result then has the best weights. */
export interface EarlyStopping {
  /** The name of a validation metric. */
  readonly metric: string;
  /** The run ends after so many validations in a row that were no better than the best before them. */
  readonly patience: number;
  /** Which way is better. Default: `minimize` for the metric `loss`, `maximize` for others. */
  readonly goal?: "minimize" | "maximize";
}

/** The best validation so far. */
export interface Best {
  readonly step: number;
  readonly value: number;
  /** How many validations there were since. */
  readonly since: number;
  readonly weights: StateDict;
}

/** The best after one more validation; `weights` is called when it is the best. */
export async function updateBest(
  best: Best | undefined,
  { metric, goal = metric === "loss" ? "minimize" : "maximize" }: EarlyStopping,
  found: { readonly step: number; readonly metrics: Readonly<Record<string, number>> },
  weights: () => Promise<StateDict>,
): Promise<Best> {
  const value = found.metrics[metric];
  check(
    value !== undefined,
    () =>
      `early stopping watches "${metric}", but the validation gives ${Object.keys(found.metrics).join(", ") || "nothing"}`,
  );
  const isBetter = best === undefined || (goal === "minimize" ? value < best.value : value > best.value);
  return isBetter
    ? { step: found.step, value, since: 0, weights: await weights() }
    : { ...best, since: best.since + 1 };
}
