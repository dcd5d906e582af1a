import {
  add,
  averagePool,
  batchNorm,
  BatchNorm2d,
  batchNormTraining,
  concat,
  Conv2d,
  expand,
  float32,
  floor,
  gelu,
  gradients,
  groupNorm,
  layerNorm,
  localResponseNorm,
  logSoftmax,
  LSTM,
  maxPool,
  maxPoolWithSwitches,
  mul,
  RandomStream,
  reduceMean,
  reduceSum,
  referenceBackend,
  relu,
  reshape,
  resize,
  Sequential,
  sizeOf,
  softmax,
  split,
  trace,
  type Backend,
  type Graph,
  type NDArray,
  type Tensor,
} from "@blockzoo/core";
import { afterAll, beforeAll } from "vitest";
import { describeRuns, type Exclusion } from "../exclusions.js";
import { expectClose } from "../tolerance.js";

const images = float32(2, 3, 4, 6);

/** The gradient of something that is not linear in what the pool gives. */
function poolGradient(kernel: number, strides: number) {
  return ({ x }: { x: Tensor }) => {
    const y = maxPool(x, { kernel, strides });
    return gradients(reduceSum(mul(y, y)), [x])[0]!;
  };
}

/** Switches and gradient of a pool of numbers many of which are equal. */
function poolOfEqual(kernel: number, window: { readonly strides?: number; readonly padding?: number } = {}) {
  return ({ x, dy }: { x: Tensor; dy: Tensor }) => {
    const whole = floor(mul(x, 2));
    const { values, switches } = maxPoolWithSwitches(whole, { kernel, ...window });
    return { values, switches, dx: gradients(reduceSum(mul(values, dy)), [whole])[0]! };
  };
}

/** Batch normalisation in training with its gradients, of values around `shift`. */
function normalized(shift: number) {
  return ({ x, weight, bias, dy }: Readonly<Record<"x" | "weight" | "bias" | "dy", Tensor>>) => {
    const { output, mean, variance } = batchNormTraining(add(x, shift), { weight, bias });
    const [dx, dWeight, dBias] = gradients(reduceSum(mul(output, dy)), [x, weight, bias]) as [Tensor, Tensor, Tensor];
    return { output, mean, variance, dx, dWeight, dBias };
  };
}

const large = float32(2, 3, 20, 30);

/** Graphs that hold each composite for which some runtime has an operator of its own. */
const natives: Record<string, Graph> = {
  softmax: trace(({ x }) => softmax(x, { axis: 1 }), { x: images }),
  logSoftmax: trace(({ x }) => logSoftmax(x, { axis: 3 }), { x: images }),
  batchNorm: trace(
    ({ x, weight, bias, mean, deviation }) =>
      batchNorm(x, { weight, bias, mean, variance: mul(deviation, deviation) }, { epsilon: 1e-3 }),
    { x: images, weight: float32(3), bias: float32(3), mean: float32(3), deviation: float32(3) },
  ),
  // Two of them: the operator writes over statistics that it is handed, so that nodes must not share any.
  batchNormTraining: trace(
    ({ x, weight, bias }) => {
      const first = batchNormTraining(x, { weight, bias }, { epsilon: 1e-3 });
      const { output, mean, variance } = batchNormTraining(relu(first.output), { weight: bias, bias: weight });
      const [dx, dWeight] = gradients(reduceSum(mul(output, mul(output, x))), [x, weight]);
      return { output, mean, variance, firstMean: first.mean, dx: dx!, dWeight: dWeight! };
    },
    { x: images, weight: float32(3), bias: float32(3) },
  ),
  "batchNormTraining, two with one weight": trace(
    ({ x, weight, bias }) => {
      const first = batchNormTraining(x, { weight, bias });
      const { output } = batchNormTraining(relu(first.output), { weight, bias });
      return gradients(reduceSum(mul(output, mul(output, x))), [x, weight, bias]);
    },
    { x: images, weight: float32(3), bias: float32(3) },
  ),
  "batchNormTraining, large planes": trace(normalized(0), {
    x: large,
    weight: float32(3),
    bias: float32(3),
    dy: large,
  }),
  "batchNormTraining, mean far from 0": trace(normalized(8), {
    x: images,
    weight: float32(3),
    bias: float32(3),
    dy: images,
  }),
  // A shader has fewer buffers than that.
  "a split into sixty pieces": trace(({ x }) => concat(split(x, { axis: 1, parts: 60 }).toReversed(), 1), {
    x: float32(2, 120),
  }),
  reluGradient: trace(({ x, dy }) => gradients(reduceSum(mul(relu(x), dy)), [x])[0]!, { x: images, dy: images }),
  layerNorm: trace(({ x, weight, bias }) => layerNorm(x, { weight, bias }, { axis: 2 }), {
    x: images,
    weight: float32(4, 6),
    bias: float32(4, 6),
  }),
  "groupNorm, instances": trace(({ x, weight, bias }) => groupNorm(x, { weight, bias }, { groups: 3 }), {
    x: float32("N", 3, "H", "W"),
    weight: float32(3),
    bias: float32(3),
  }),
  "groupNorm, one group": trace(({ x, weight, bias }) => groupNorm(x, { weight, bias }, { groups: 1 }), {
    x: images,
    weight: float32(3),
    bias: float32(3),
  }),
  lrn: trace(({ x }) => localResponseNorm(x, { size: 3, alpha: 0.5 }), { x: float32("N", 3, "H", "W") }),
  "lrn, even size": trace(({ x }) => localResponseNorm(x, { size: 2, alpha: 0.5 }), { x: images }),
  gelu: trace(({ x }) => gelu(x), { x: images }),
  "maxPoolGradient, windows apart": trace(poolGradient(2, 2), { x: images }),
  "maxPoolGradient, gaps between windows": trace(poolGradient(2, 3), { x: images }),
  "maxPoolGradient, windows overlap": trace(poolGradient(3, 1), { x: images }),
  "maxPoolGradient, windows side by side": trace(poolOfEqual(2), { x: images, dy: float32(2, 3, 2, 3) }),
  "maxPoolGradient, large windows side by side": trace(poolOfEqual(3), {
    x: float32(2, 2, 9, 6),
    dy: float32(2, 2, 3, 2),
  }),
  "maxPoolGradient, equal maxima in windows that overlap": trace(poolOfEqual(3, { strides: 2, padding: 1 }), {
    x: float32(2, 2, 7, 8),
    dy: float32(2, 2, 4, 4),
  }),
  "maxPoolGradient, equal maxima in windows that leave a rest": trace(poolOfEqual(2, { strides: 3 }), {
    x: float32(2, 2, 7, 6),
    dy: float32(2, 2, 2, 2),
  }),
};

const recurrent = new LSTM(3, 4, { layers: 2, bidirectional: true });

const net = new Sequential(new Conv2d(3, 4, 3, { padding: 1 }), new BatchNorm2d(4), relu);

/** Graphs whose shapes are known only when they run. */
const anySize: Record<string, Graph> = {
  "convolution, any size": trace(
    ({ x }) => reduceMean(net.forward(x), { axes: [2, 3] }),
    { x: float32("N", 3, "H", "W") },
    { model: net },
  ),
  "pools, any size": trace(
    ({ x }) => {
      const { values, switches } = maxPoolWithSwitches(x, { kernel: 2 });
      return { values, switches, means: averagePool(x, { kernel: 2, padding: 1 }) };
    },
    { x: float32("N", 3, "H", "W") },
  ),
  "resampling by whole factors, any size": trace(({ x }) => resize(x, { factor: [2, 3] }), {
    x: float32("N", 3, "H", "W"),
  }),
  "a recurrent net, any length": trace(
    ({ x }) => recurrent.forward(x),
    { x: float32("H", "N", 3) },
    { model: recurrent },
  ),
  "shapes made of names": trace(
    ({ x }) => {
      const rows = reshape(x, ["N", 1, -1]);
      return expand(rows, ["N", 2, rows.shape[2]!]);
    },
    { x: float32("N", "H", "W") },
  ),
};

function draw({ inputs }: Graph): Record<string, NDArray> {
  const sizes: Record<string, number> = { N: 2, H: 4, W: 6 };
  return Object.fromEntries(
    inputs.map(({ name, tensor }) => {
      const shape = tensor.shape.map((size) => (typeof size === "number" ? size : sizes[size]!));
      const data = new RandomStream(2, name).fillUniform(new Float32Array(sizeOf(shape)), -1, 1);
      return [name, { dtype: "float32" as const, shape, data }];
    }),
  );
}

/** Tests graphs of composites, and graphs whose shapes are known only when they run, on a backend against the reference. */
export function describeGraphs(
  open: () => Promise<Backend>,
  options: { readonly exclusions?: readonly Exclusion[] } = {},
): void {
  let backend: Backend;
  beforeAll(async () => {
    backend = await open();
  });
  afterAll(() => backend.dispose());

  const compare = async (name: string, graph: Graph) => {
    const executable = await backend.compile(graph);
    await executable.run(draw(graph));
    // The second run shows that the first left nothing behind.
    const { outputs } = await executable.run(draw(graph));
    const expected = await (await referenceBackend().compile(graph)).run(draw(graph));
    for (const [key, value] of Object.entries(expected.outputs)) {
      expectClose(outputs[key]!, value, "network", `${name}, ${key}`);
    }
  };
  const graphs = Object.entries({ ...natives, ...anySize });
  const runs = graphs.map(([name, graph]) => ({
    title: `${name} equals its definition`,
    run: () => compare(name, graph),
  }));
  describeRuns(runs, options.exclusions);
}
