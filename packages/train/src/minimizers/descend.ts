import {
  check,
  checkOptions,
  constant,
  float32,
  ndarray,
  Parameter,
  trace,
  type Backend,
  type Executable,
  type Graph,
  type OptionNames,
  type StateDict,
} from "@blockzoo/core";
import { parameterSlots, stepSlots } from "../optimizers/slots.js";
import type { UpdateRule } from "../optimizers/update-rule.js";
import { minimize, type MinimizeOptions, type Minimum } from "./minimize.js";
import type { Vector } from "./objective.js";

export interface DescendOptions extends MinimizeOptions {
  /** Such as `adam({ learningRate: 0.02 })`. */
  readonly rule: UpdateRule;
  /** Where the rule is computed. */
  readonly backend: Backend;
}

const optionNames: OptionNames<DescendOptions> = {
  objective: true,
  start: true,
  steps: true,
  gradientTolerance: true,
  rule: true,
  backend: true,
  resume: true,
  signal: true,
  onStep: true,
};

/**
 * Minimises a function by an update rule such as Adam: what `fit` does where the objective is a graph and its data come in
 * batches. The value may rise from step to step; the lowest point is kept, and a run whose value is no number any more ends
 * with it.
 *
 * @example await descend({ objective, start, rule: adam({ learningRate: 0.02 }), backend, steps: 200 });
 * @throws BlockzooError where an option makes no sense, or a state is not one of this function's
 */
export async function descend(options: DescendOptions): Promise<Minimum> {
  checkOptions("descend", options, optionNames);
  const { start, rule, backend, resume } = options;
  const executable = await backend.compile(updateGraph(rule, start.length));
  const { state } = executable;
  try {
    if (resume !== undefined) await state.write(slotsOf(resume, executable));
    return await minimize("descend", options, {
      async next({ x, gradient }, evaluate) {
        const learningRate = ndarray(Float32Array.of(rule.learningRate), []);
        await state.write(new Map([["x", ndarray(x)]]));
        await executable.run({ gradient: ndarray(gradient), learningRate });
        return evaluate((await state.read(["x"])).get("x")!.data as Vector);
      },
      memory: () => state.read(state.names.filter((name) => name !== "x")),
    });
  } finally {
    executable.dispose();
  }
}

/** The rule on one vector: its state is `x` and the rule's slots. */
function updateGraph(rule: UpdateRule, variables: number): Graph {
  const x = new Parameter([variables], constant(0));
  return trace(
    ({ gradient, learningRate }) => {
      const update = rule.begin({ learningRate, slot: stepSlots() });
      x.update(update({ name: "x", value: x.read(), gradient, slot: parameterSlots("x", x) }));
      return {};
    },
    { gradient: float32(variables), learningRate: float32() },
    { mode: "train", model: { x } },
  );
}

function slotsOf(saved: StateDict, { state }: Executable): StateDict {
  const names = state.names.filter((name) => name !== "x");
  const missing = names.find((name) => !saved.has(name));
  check(missing === undefined, () => `descend: what shall be resumed is no state of this rule: ${missing} is missing`);
  return new Map(names.map((name) => [name, saved.get(name)!]));
}
