import { positionsIn } from "@blockzoo/core";
import { stretched, type AttributesOf, type CompositeLowering } from "../lowering.js";
import type { Plan, Value } from "../plan.js";
import type { Device } from "../runtime.js";
import { nativePool } from "./pooling.js";
import { joined, padded, part, sliced } from "./shape.js";

/** Where windows tile x and all average equally many elements, each hands its share to all of them. */
export const averagePoolGradient: CompositeLowering = (context) => {
  const { plan } = context;
  const { kernel, strides, padding, ceilMode } = context.attributes as AttributesOf<"averagePool">;
  const isTiling = kernel.length === 2 && kernel.every((size, axis) => size === strides[axis]);
  if (!isTiling || ceilMode || padding.flat().some((count) => count !== 0)) return undefined;
  const [batch, channels, height, width] = context.type().shape as [number, number, number, number];
  const [rows, columns] = kernel as [number, number];
  const dy = context.channelsLast(0);
  const [, h, w] = dy.shape as [number, number, number];
  const apart = plan.reshape(dy, [batch, h, 1, w, 1, channels]);
  const shares = stretched(plan, apart, [1, 1, rows, 1, columns, 1], 1 / (rows * columns));
  const whole = plan.reshape(shares, [batch, h * rows, w * columns, channels]);
  return {
    channelsLast: padded(plan, whole, [
      [0, 0],
      [0, height - h * rows],
      [0, width - w * columns],
      [0, 0],
    ]),
  };
};

/** The maxima are found again from the input of the pool, so that its switches need not be known. */
export const maxPoolGradient: CompositeLowering = (context) => {
  const { plan, node } = context;
  const pool = nativePool(node);
  if (pool === undefined) return undefined;
  const { kernel, strides, padding } = context.attributes as AttributesOf<"maxPool">;
  const dy = context.channelsLast(1);
  const [input, output] = [pool.x, pool.values].map((tensor) => context.channelsLastOf(tensor)) as [Value, Value];
  // How much more there is after the last element than before the first: less than nothing where windows leave a rest.
  const around = kernel.map((size, axis) => {
    const reach = (dy.shape[axis + 1]! - 1) * strides[axis]! + size;
    const [before] = padding[axis]!;
    return [before, reach - before - input.shape[axis + 1]!] as const;
  });
  return { channelsLast: gradients[plan.host.device](plan, { dy, input, output }, { kernel, strides, around }) };
};

const gradients = {
  cpu: byKernel,
  node: byKernel,
  webgl: backwards,
  webgpu: backwards,
  wasm: byPosition,
} satisfies Record<Device, (plan: Plan, operands: Operands, windows: Windows) => Value>;

interface Operands {
  readonly dy: Value;
  readonly input: Value;
  readonly output: Value;
}

/** Windows, and what they see before and after each axis of x: a negative number of elements is not seen by any. */
interface Windows {
  readonly kernel: readonly number[];
  readonly strides: readonly number[];
  readonly around: readonly (readonly [number, number])[];
}

function byKernel(plan: Plan, operands: Operands, { kernel, strides, around }: Windows): Value {
  const pad = [[0, 0], ...around.map((counts) => counts.map((count) => Math.max(0, count))), [0, 0]];
  const call = { filterSize: [...kernel], strides: [...strides], pad, dimRoundingMode: undefined };
  return plan.call("MaxPoolGrad", { ...operands }, call, operands.input);
}

/**
 * Kernels of GPUs pass the gradient on to the last of equal maxima. With rows and columns in the other order that is the first one,
 * and what windows leave as a rest, which they then would begin with, is cut off.
 */
function backwards(plan: Plan, { dy, input, output }: Operands, { around, ...windows }: Windows): Value {
  const rest = [[0, 0], ...around.map(([, after]) => [0, Math.max(0, -after)]), [0, 0]] as [number, number][];
  const cuts = rest.map(([, count]) => [0, -count] as const);
  const reversed = (x: Value) => plan.call("Reverse", { x }, { dims: [1, 2] }, x);
  const swapped = around.map(([before, after]) => [after, before] as const);
  // The kernels do not read the maxima.
  const gradient = byKernel(
    plan,
    { dy: reversed(dy), input: reversed(padded(plan, input, cuts)), output },
    { ...windows, around: swapped },
  );
  return padded(plan, reversed(gradient), rest);
}

/**
 * Position by position in the windows, each passes the gradient on where it is the maximum and none before it was: sums and products
 * alone, which wasm computes ten times faster than comparisons.
 */
function byPosition(plan: Plan, { dy, input, output }: Operands, windows: Windows): Value {
  const [down, right] = windows.strides as [number, number];
  const { phases, together } = inPhases(plan, input, dy.shape, windows);
  const binary = (name: string, a: Value, b: Value) => plan.call(name, { a, b }, {}, a);
  const sums: (Value | undefined)[] = phases.map(() => undefined);
  let open = dy;
  for (const [row, column] of positionsIn(windows.kernel) as [number, number][]) {
    const at = (row % down) * right + (column % right);
    const [, rows, columns] = phases[at]!.shape as [number, number, number];
    const [above, before] = [Math.floor(row / down), Math.floor(column / right)];
    const value = sliced(plan, phases[at]!, [0, above, before, 0], dy.shape);
    const isLess = plan.call("Step", { x: binary("Sub", output, value) }, { alpha: 0 }, dy);
    const passedOn = binary("Multiply", open, isLess);
    const share = padded(plan, binary("Sub", open, passedOn), [
      [0, 0],
      [above, rows - dy.shape[1]! - above],
      [before, columns - dy.shape[2]! - before],
      [0, 0],
    ]);
    sums[at] = sums[at] === undefined ? share : binary("Add", sums[at], share);
    open = passedOn;
  }
  return together(sums);
}

/**
 * What windows see of x, in as many phases as there are elements in a step: elements that are a stride apart lie together, so that what
 * one position sees of all windows is cut out in whole rows. `together` puts phases side by side again; one that is undefined is zero.
 */
function inPhases(plan: Plan, x: Value, counts: readonly number[], { kernel, strides, around }: Windows) {
  const [batch, height, width, channels] = x.shape as [number, number, number, number];
  const [down, right] = strides as [number, number];
  const [rows, columns] = kernel.map((size, axis) => counts[axis + 1]! + Math.ceil(size / strides[axis]!) - 1) as [
    number,
    number,
  ];
  const [above, before] = around.map(([count]) => count) as [number, number];
  const [below, after] = [rows * down - height - above, columns * right - width - before];
  const frame = [batch, rows * down, columns * right, channels];
  const framed = padded(plan, x, [[0, 0], [above, below], [before, after], [0, 0]], -Infinity); // prettier-ignore
  const phase = [batch, rows, columns, channels];
  const apart = plan.transpose(plan.reshape(framed, [batch, rows, down, columns, right, channels]), [2, 4, 0, 1, 3, 5]);
  const list = plan.reshape(apart, [down * right, ...phase]);
  return {
    phases: Array.from({ length: down * right }, (_, at) => plan.reshape(part(plan, list, 0, at, 1), phase)),
    together(parts: readonly (Value | undefined)[]): Value {
      const type = { dtype: "float32", shape: phase } as const;
      const whole = parts.map((each) => each ?? plan.call("Fill", [], { ...type, value: 0 }, type));
      const lines = whole.map((each) => plan.reshape(each, [1, ...phase]));
      const all = plan.reshape(joined(plan, lines, 0, list.shape), apart.shape);
      const sideBySide = plan.reshape(plan.transpose(all, [2, 3, 0, 4, 1, 5]), frame);
      return padded(plan, sideBySide, [[0, 0], [-above, -below], [-before, -after], [0, 0]]); // prettier-ignore
    },
  };
}
