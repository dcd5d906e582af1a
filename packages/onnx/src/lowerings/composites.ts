import type { CompositeLowerings, Lowering } from "../lowering.js";
import { float } from "../values.js";
import { maxPoolGradient } from "./pooling.js";

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
  layerNorm,
  gelu,
  maxPoolGradient,
};
