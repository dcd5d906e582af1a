import { passes, type Gate, type RecipeResult } from "@blockzoo/family";
import type { BackendName } from "../backends.js";
import { print, printJson } from "../terminal.js";
import { commandLine } from "../command-line.js";

/** What came of a run that went to its end. */
export interface Outcome {
  readonly id: string;
  readonly result: RecipeResult;
  /** The claim that the result is held to; none for a user's network, or where the length was changed. */
  readonly gate: Gate | undefined;
  readonly seed: number;
  readonly backend: BackendName;
  readonly seconds: number;
  readonly folder: string;
  /** The network, as `predict` takes it. */
  readonly network: string;
  readonly files: { readonly weights: string; readonly report: string };
}

/** How many steps a run took; what is learned at once takes none. */
export function stepsTaken({ history }: RecipeResult): number {
  return history.at(-1)?.step ?? 0;
}

/** Prints the outcome and returns the exit code that it deserves. */
export function showOutcome({ id, result, gate, network, ...rest }: Outcome, asJson: boolean): number {
  const { metrics } = result;
  const steps = stepsTaken(result);
  const passed = gate && passes(gate, metrics);
  if (asJson) {
    const verdict = gate && { gate, passed };
    printJson({ recipe: id, finished: true, metrics, steps, ...verdict, ...rest });
  } else {
    for (const [name, value] of Object.entries(metrics))
      print(`${name === "trainingLoss" ? "" : "held-out "}${name} ${value.toFixed(4)}`);
    if (gate !== undefined) print(`gate ${gateText(gate)}: ${passed === true ? "reached" : "MISSED"}`);
    print(`${steps.toLocaleString("en-US")} steps in ${rest.seconds.toFixed(1)} s`);
    print(`weights  ${rest.files.weights}`);
    print(`report   ${rest.files.report}`);
    print(`next     ${commandLine("predict", [network], { weights: rest.files.weights })} --input ...`);
  }
  return passed === false ? 1 : 0;
}

function gateText({ metric, atLeast, atMost, and }: Gate): string {
  const bounds = [atLeast === undefined ? "" : `>= ${atLeast}`, atMost === undefined ? "" : `<= ${atMost}`];
  const own = `${metric} ${bounds.filter((bound) => bound !== "").join(" and ")}`;
  return and === undefined ? own : `${own}, ${gateText(and)}`;
}
