import type { AttributesOf, CompositeLowering, LoweringContext } from "../lowering.js";
import type { Plan, Value } from "../plan.js";
import { joined, part, sliced } from "./shape.js";

type FilterGradient = AttributesOf<"conv"> & { readonly kernel: readonly number[] };

/**
 * The gradient of a convolution with respect to its weight, of x [N,C,H,W] and dy [N,O,..]. Depthwise, volumes and lines
 * are decomposed.
 */
export const convFilterGradient: CompositeLowering = (context) => {
  const problem = context.attributes as FilterGradient;
  const { kernel, groups } = problem;
  const { plan } = context;
  const { shape } = context.type();
  if (kernel.length !== 2 || (groups > 1 && shape[1] === 1)) return undefined;
  const isWasm = plan.host.device === "wasm";
  if (!isWasm && problem.dilations.some((dilation) => dilation > 1)) return undefined;
  const [x, dy] = isWasm
    ? [rowsFirst(context, 0), rowsFirst(context, 1)]
    : [context.channelsLast(0), context.channelsLast(1)];
  const inputs = shape[1]!;
  const outputs = shape[0]! / groups;
  const xAxis = isWasm ? 0 : 3;
  const pieces = Array.from({ length: groups }, (_, group) => {
    const own = part(plan, x, xAxis, group * inputs, inputs);
    const signal = part(plan, dy, 3, group * outputs, outputs);
    const type = [outputs, inputs, ...kernel];
    return isWasm ? byConvolution(plan, own, signal, problem, type) : byKernel(plan, own, signal, problem, type);
  });
  return joined(plan, pieces, 0, shape);
};

/** x as [C,H,W,N], dy as [H,W,N,O]: what stands at the batch's place is summed over. */
function rowsFirst(context: LoweringContext, index: 0 | 1): Value {
  const { plain, channelsLast } = context.placedOf(index);
  const ownOrder = index === 0 ? [1, 2, 3, 0] : [2, 3, 0, 1];
  if (channelsLast === undefined) return context.plan.transpose(plain!, ownOrder);
  const place = [0, 3, 1, 2];
  return context.plan.transpose(
    channelsLast,
    ownOrder.map((axis) => place[axis]!),
  );
}

/**
 * tfjs has no kernel for it on wasm, but it is itself a convolution: of x, with batch and channels in each other's places,
 * with dy as the kernel; stride and dilation change places, too.
 */
function byConvolution(plan: Plan, x: Value, dy: Value, problem: FilterGradient, shape: readonly number[]): Value {
  const { strides, dilations, padding, kernel } = problem;
  const [outputs, inputs] = shape as [number, number];
  // As far as the last tap of the last window reaches: a stride may leave a rest of x, or of its padding, unread.
  const after = kernel.map((size, axis) => {
    const reach = (dy.shape[axis]! - 1) * strides[axis]! + (size - 1) * dilations[axis]! + 1;
    return reach - padding[axis]![0] - x.shape[axis + 1]!;
  });
  const pad = [[0, 0], ...after.map((count, axis) => [padding[axis]![0], Math.max(0, count)]), [0, 0]];
  const found = kernel.map((size, axis) => size + Math.floor(Math.max(0, -after[axis]!) / dilations[axis]!));
  const attributes = {
    strides: [...dilations],
    dilations: [...strides],
    pad,
    dataFormat: "NHWC",
    dimRoundingMode: undefined,
  };
  const type = { dtype: "float32" as const, shape: [inputs, ...found, outputs] };
  const gradient = plan.call("Conv2D", { x, filter: dy }, attributes, type);
  return plan.transpose(sliced(plan, gradient, [0, 0, 0, 0], [inputs, ...kernel, outputs]), [3, 0, 1, 2]);
}

function byKernel(plan: Plan, x: Value, dy: Value, problem: FilterGradient, shape: readonly number[]): Value {
  const { strides, padding, kernel } = problem;
  const [outputs, inputs] = shape as [number, number];
  const filterShape = [...kernel, inputs, outputs];
  const pad = [[0, 0], ...padding.map((pair) => [...pair]), [0, 0]];
  const attributes = { strides: [...strides], pad, dataFormat: "NHWC", dimRoundingMode: undefined, filterShape };
  const gradient = plan.call("Conv2DBackpropFilter", { x, dy }, attributes, { dtype: "float32", shape: filterShape });
  return plan.transpose(gradient, [3, 2, 0, 1]);
}
