import type { CompositeLowerings, Lowering } from "../lowering.js";
import { float, type Value } from "../values.js";
import { reluGradient } from "./gradients.js";
import { groupNorm, lrn } from "./normalization.js";
import { maxPoolGradient } from "./pooling.js";
import { recurrentLoops } from "./recurrent.js";

const alongAxis =
  (opType: string): Lowering =>
  (context) =>
    context.emit(opType, [context.input(0)], { axis: context.attributes["axis"] as number });

/** Only the form with given statistics has an operator: it is one multiply-add, which runtimes fold into a convolution. */
const batchNorm: Lowering = (context) => {
  const { shape } = context.output;
  const vectors = context.node.inputs.slice(1).every((input) => input.rank === 1);
  if (!vectors || shape.length < 2) return context.decompose();
  const epsilon = float(context.attributes["epsilon"] as number);
  return context.emit("BatchNormalization", context.inputs(), { epsilon });
};

/**
 * One node in place of six passes over the activations. With a momentum of 0 the running statistics that it returns are those
 * of the batch; ONNX's variance is the biased one, as ours. ONNX Runtime writes them over the ones it is handed, constants
 * included, so each node gets zeros of its own: no two may be equal nodes, of which it would leave one, as where a weight is shared.
 */
const batchNormTraining: Lowering = (context) => {
  const [x, weight, bias] = context.inputs() as [Value, Value, Value];
  const zeros = [weight, bias].map((vector) => {
    const different = float(-context.emitter.scope.nodes.length);
    return context.emit("HardSigmoid", [vector], { alpha: float(0), beta: different }, vector);
  });
  const attributes = { epsilon: float(context.attributes["epsilon"] as number), momentum: float(0), training_mode: 1 };
  return context.emitAll("BatchNormalization", [x, weight, bias, ...zeros], attributes, context.node.outputs);
};

const layerNorm: Lowering = (context) => {
  const { axis, epsilon } = context.attributes as { readonly axis: number; readonly epsilon: number };
  return context.emit("LayerNormalization", context.inputs(), { axis, epsilon: float(epsilon) });
};

const gelu: Lowering = (context) =>
  context.opset >= 20 ? context.emit("Gelu", [context.input(0)]) : context.decompose();

export const compositeLowerings: CompositeLowerings = {
  softmax: alongAxis("Softmax"),
  logSoftmax: alongAxis("LogSoftmax"),
  batchNorm,
  batchNormTraining,
  layerNorm,
  groupNorm,
  lrn,
  gelu,
  maxPoolGradient,
  reluGradient,
  ...recurrentLoops,
};
