// What is computed here and by PyTorch (training.py) from the same numbers.
import {
  GRU,
  initialize,
  LSTM,
  ndarray,
  RandomStream,
  sizeOf,
  type Block,
  type NDArray,
  type StateDict,
  type TensorType,
} from "@blockzoo/core";
import { lenet } from "@blockzoo/lenet";
import { mlp } from "@blockzoo/mlp";
import { resnet } from "@blockzoo/resnet";
import { adam, adamW, sgd, type UpdateRule } from "@blockzoo/train";

/** A model trained for ten steps from fixed weights on fixed batches. */
export interface TrainingScenario {
  readonly twin: "mlp" | "lenet5" | "resnet20";
  readonly create: () => Block;
  readonly weights: StateDict;
  readonly types: Readonly<Record<"x" | "y", TensorType>>;
  readonly batches: readonly { readonly x: NDArray; readonly y: NDArray }[];
  readonly optimizers: readonly (keyof typeof optimizers)[];
}

/** A recurrent layer whose outputs and gradients are compared. */
export interface RecurrentScenario {
  readonly twin: "lstm" | "gru";
  readonly create: () => LSTM | GRU;
  readonly hidden: number;
  readonly weights: StateDict;
  readonly x: NDArray;
  /** The scalar that is differentiated is sum(output * weighting) + sum(state). */
  readonly weighting: NDArray;
}

export const optimizers = {
  sgd: () => sgd({ learningRate: 0.05, momentum: 0.9, weightDecay: 1e-4 }),
  // A deep net under large steps amplifies rounding: float32 PyTorch then leaves float64 PyTorch too.
  sgdSmallSteps: () => sgd({ learningRate: 0.001, momentum: 0.9, weightDecay: 1e-4 }),
  adam: () => adam({ learningRate: 1e-3 }),
  adamW: () => adamW({ learningRate: 1e-3, weightDecay: 0.01 }),
} satisfies Record<string, () => UpdateRule>;

const steps = 10;

function drawn(shape: readonly number[], ...path: (string | number)[]): NDArray {
  return ndarray(new RandomStream(0, ...path).fillUniform(new Float32Array(sizeOf(shape)), -1, 1), shape);
}

function training(
  twin: TrainingScenario["twin"],
  create: () => Block,
  shape: readonly [number, ...number[]],
  classes: number,
  names: readonly (keyof typeof optimizers)[] = ["sgd", "adam", "adamW"],
): TrainingScenario {
  const labels = new RandomStream(0, "scenario", twin, "labels");
  const [size] = shape;
  return {
    twin,
    create,
    weights: initialize(create()),
    types: { x: { dtype: "float32", shape }, y: { dtype: "int32", shape: [size] } },
    batches: Array.from({ length: steps }, (_, index) => ({
      x: drawn(shape, "scenario", twin, index),
      y: ndarray(
        Array.from({ length: size }, () => labels.integer(classes)),
        [size],
        "int32",
      ),
    })),
    optimizers: names,
  };
}

function recurrent(
  twin: "lstm" | "gru",
  create: () => LSTM | GRU,
  shape: readonly [number, number, number],
): RecurrentScenario {
  const [time, size] = shape;
  const layer = create();
  return {
    twin,
    create,
    hidden: layer.hiddenSize,
    weights: initialize(layer),
    x: drawn(shape, "scenario", twin),
    weighting: drawn([time, size, layer.hiddenSize], "scenario", twin, "weighting"),
  };
}

export const trainingScenarios: Readonly<Record<string, TrainingScenario>> = {
  mlp: training("mlp", () => mlp.create("mlp"), [16, 4], 3),
  lenet5: training("lenet5", () => lenet.create("lenet5"), [8, 1, 32, 32], 10),
  resnet20: training("resnet20", () => resnet.create("resnet20"), [8, 3, 32, 32], 10, ["sgdSmallSteps"]),
};

export const recurrentScenarios: Readonly<Record<string, RecurrentScenario>> = {
  lstm: recurrent("lstm", () => new LSTM(5, 8), [12, 3, 5]),
  gru: recurrent("gru", () => new GRU(5, 8), [12, 3, 5]),
};
