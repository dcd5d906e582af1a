import { check } from "@blockzoo/core";
import type { Scope } from "./scope.js";
import type { Value } from "./values.js";

/**
 * Adds what the scores mean as outputs of the model: `probabilities`, float32 of the shape of the scores, and `label`, the
 * name of the most probable class of each sample, a tensor of strings.
 */
export function addLabels(scope: Scope, outputs: readonly Value[], labels: readonly string[]): void {
  const [scores, ...further] = outputs;
  const found = outputs.map(({ dtype, shape, hint }) => `${hint} ${dtype}[${shape}]`).join(", ");
  check(
    scores?.shape.length === 2 && scores.shape[1] === labels.length && further.length === 0,
    () => `${labels.length} labels need one output [N,${labels.length}], but the graph has ${found}`,
  );
  const [samples] = scores.shape as Value["shape"] & { readonly 0: number | string };
  const probabilities: Value = { dtype: "float32", shape: scores.shape, hint: "probabilities" };
  const best: Value = { dtype: "int64", shape: [samples], hint: "label/index" };
  const label: Value = { dtype: "string", shape: [samples], hint: "label" };
  const names = scope.initializer({ dtype: "string", shape: [labels.length], data: labels }, "labels");
  scope.add("Softmax", [scores], [probabilities], { axis: 1 });
  scope.add("ArgMax", [scores], [best], { axis: 1, keepdims: 0 });
  scope.add("Gather", [names, best], [label]);
  scope.outputs.push(probabilities, label);
}
