import {
  add,
  cast,
  float32,
  gradients,
  less,
  matMul,
  mul,
  ndarray,
  or,
  RandomStream,
  reduceSum,
  referenceBackend,
  scan,
  sizeOf,
  tanh,
  trace,
  type Backend,
  type Graph,
  type NDArray,
  type Tensor,
} from "@blockzoo/core";
import { afterAll, beforeAll, test } from "vitest";
import { expectClose } from "../tolerance.js";

type Inputs = Record<"h" | "x" | "weight" | "bias", Tensor>;

const types = { h: float32(2, 3), x: float32(5, 2, 3), weight: float32(3, 3), bias: float32(3) };

function recurrence({ h, x, weight, bias }: Inputs, reverse: boolean) {
  return scan(
    (carry, slice) => {
      const next = tanh(add(add(matMul(carry, weight), bias), slice));
      return { carry: next, output: { next, sum: add(next, carry) } };
    },
    { initial: h, sequences: x, reverse },
  );
}

/** For every step of the outer loop, a loop over the same sequence that uses the outer carry and a captured matrix. */
function nested({ h, x, weight }: Inputs) {
  return scan(
    (outer, slice) => {
      const { carry } = scan((inner, other) => ({ carry: tanh(add(mul(inner, outer), other)), output: {} }), {
        initial: slice,
        sequences: x,
        reverse: true,
      });
      return { carry: tanh(matMul(carry, weight, { transposeB: true })), output: carry };
    },
    { initial: h, sequences: x },
  );
}

/** Which elements have been the smaller ones so far, as carry and as results of every type. */
function comparisons({ h, x }: Inputs) {
  return scan(
    (seen, slice) => {
      const now = less(slice, h);
      return { carry: or(seen, now), output: { now, seen, count: cast(seen, "int32"), share: cast(now, "float32") } };
    },
    { initial: less(h, h), sequences: x },
  );
}

const loss = (result: { carry: Tensor; outputs: Tensor }) =>
  add(reduceSum(result.carry), reduceSum(mul(result.outputs, result.outputs)));

const graphs: Record<string, Graph> = {
  forward: trace((inputs) => recurrence(inputs, false), types),
  reverse: trace((inputs) => recurrence(inputs, true), types),
  nested: trace(nested, types),
  "bool and int32": trace(comparisons, types),
  gradient: trace((inputs) => {
    const { carry, outputs } = recurrence(inputs, true);
    return gradients(loss({ carry, outputs: outputs.sum }), Object.values(inputs));
  }, types),
  "gradient of a nested scan": trace(
    (inputs) => gradients(loss(nested(inputs)), [inputs.h, inputs.x, inputs.weight]),
    types,
  ),
};

const feeds: Record<string, NDArray> = Object.fromEntries(
  Object.entries(types).map(([name, { shape }]) => {
    const data = new RandomStream(1, name).fillUniform(new Float32Array(sizeOf(shape as number[])), -1, 1);
    return [name, ndarray(data, shape as number[])];
  }),
);

/** Tests loops, forwards and backwards, nested, with captured values, and their gradients, on a backend against the reference. */
export function describeScan(open: () => Promise<Backend>): void {
  let backend: Backend;
  beforeAll(async () => {
    backend = await open();
  });
  afterAll(() => backend.dispose());

  test.each(Object.entries(graphs))("%s", async (name, graph) => {
    const { outputs } = await (await backend.compile(graph)).run(feeds);
    const expected = await (await referenceBackend().compile(graph)).run(feeds);
    for (const [key, value] of Object.entries(expected.outputs)) {
      expectClose(outputs[key]!, value, "network", `${name}, ${key}`);
    }
  });
}
