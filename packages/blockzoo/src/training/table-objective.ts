import { reshape, type Block, type NDArray, type Tensor } from "@blockzoo/core";
import type { Quantity, TableClasses, TableQuantity } from "@blockzoo/data/tables";
import { meanSquaredError, type Evaluated, type SupervisedRecipeOptions } from "@blockzoo/train";

type Objective = Pick<SupervisedRecipeOptions<Block>, "gate" | "loss" | "forward" | "metrics">;

/** What is minimised and measured: cross-entropy and accuracy of classes, the squared error and R² of a quantity. */
export function tableObjective(meaning: TableClasses | TableQuantity): Objective {
  return "labels" in meaning ? { gate: { metric: "accuracy" } } : regression(meaning.quantity);
}

/** The loss is that of standardised values, metrics are those of the table's. */
function regression({ deviation }: Quantity): Objective {
  return {
    gate: { metric: "R2" },
    loss: (model, { x, y }) => meanSquaredError(predictionOf(model, x, y.shape), y),
    forward: (model, { x, y }) => ({ prediction: predictionOf(model, x, y.shape) }),
    metrics: {
      "mean squared error": (evaluated) => deviation ** 2 * meanSquare(errorsOf(evaluated)),
      R2: (evaluated) => determination(errorsOf(evaluated), evaluated.inputs["y"]!),
    },
  };
}

/** `[N, 1]` as `[N]`, which is the shape of the targets. */
function predictionOf(model: Block, x: Tensor, shape: Tensor["shape"]): Tensor {
  return reshape((model.forward as (x: Tensor) => Tensor)(x), shape);
}

function errorsOf({ outputs, inputs }: Evaluated): number[] {
  const found = outputs["prediction"]!.data;
  return Array.from(inputs["y"]!.data, (value, index) => found[index]! - value);
}

/** R²: the share of the variance that is explained, which no scale changes; 0 where there is no variance. */
function determination(errors: readonly number[], { data }: NDArray): number {
  const values = Array.from(data);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = meanSquare(values.map((value) => value - mean));
  return variance > 0 ? 1 - meanSquare(errors) / variance : 0;
}

function meanSquare(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value ** 2, 0) / values.length;
}
