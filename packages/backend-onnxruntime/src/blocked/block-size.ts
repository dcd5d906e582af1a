import {
  conv,
  difference,
  float32,
  ndarray,
  RandomStream,
  relu,
  sizeOf,
  tolerances,
  trace,
  vectorJacobianProduct,
  type Graph,
  type NDArray,
} from "@blockzoo/core";
import { buildModel, encodeModel, onnxLowerings, type ModelOptions } from "@blockzoo/onnx";
import type { OrtDevice } from "../device.js";
import { fromOrt, toOrt, type Ort } from "../ort.js";
import { blockedOperators } from "./operators.js";
import { blockedTables } from "./tables.js";

const known = new WeakMap<Ort, Promise<number | undefined>>();

/**
 * How many channels a block has on this machine: 16 with AVX-512, 8 on other x64. Undefined where the runtime knows no blocks,
 * and where its operators are not what they were when this was written: a convolution and its gradients must be in blocks
 * what they are otherwise. Asked once for each runtime.
 */
export function blockSizeOf(device: OrtDevice): Promise<number | undefined> {
  const size = known.get(device.ort) ?? probe(device);
  known.set(device.ort, size);
  return size;
}

async function probe(device: OrtDevice): Promise<number | undefined> {
  try {
    const size = await channelsOfBlock(device);
    return size > planes && (await computesTheSame(device, size)) ? size : undefined;
  } catch {
    // A runtime without these operators refuses the model.
    return undefined;
  }
}

/** What is reordered by a machine that has no blocks keeps its channels. */
const planes = 4;

async function channelsOfBlock(device: OrtDevice): Promise<number> {
  const type = { dtype: "float32", shape: [1, "block", 1, 1] } as const;
  const lowerings: ModelOptions["lowerings"] = {
    ...onnxLowerings,
    relu: (context) => context.emit(blockedOperators.reorderInput, [context.input(0)], {}, type),
  };
  const graph = trace(({ x }) => relu(x), { x: float32(1, planes, 1, 1) });
  const [blocks] = await outputsOf(device, graph, { lowerings });
  return blocks!.shape[1]!;
}

async function computesTheSame(device: OrtDevice, block: number): Promise<boolean> {
  const graph = trace(
    ({ x, weight, dy }) => {
      const y = conv(x, weight, { padding: 1 });
      return [y, ...vectorJacobianProduct([y], [dy], [x, weight])];
    },
    { x: float32(2, 20, 4, 5), weight: float32(20, 20, 3, 3), dy: float32(2, 20, 4, 5) },
  );
  const plain = await outputsOf(device, graph);
  const blocked = await outputsOf(device, graph, blockedTables(block, { lowerings: onnxLowerings, composites: {} }));
  return plain.every((values, index) => difference(blocked[index]!, values) <= tolerances.network);
}

/** What the graph makes of random numbers. */
async function outputsOf(device: OrtDevice, graph: Graph, options: ModelOptions = {}): Promise<NDArray[]> {
  const { proto, inputs, outputs } = buildModel(graph, options);
  const feeds = graph.inputs.map(({ name, tensor }, index) => {
    const shape = tensor.shape as readonly number[];
    const values = new RandomStream(1, name).fillUniform(new Float32Array(sizeOf(shape)), -1, 1);
    return [inputs[index]!, toOrt(device.ort, ndarray(values, shape))] as const;
  });
  return device.inTurn(async () => {
    const session = await device.openSession(encodeModel(proto), `${device.name} computes in no blocks`);
    try {
      const results = await device.run(session, Object.fromEntries(feeds), outputs);
      return outputs.map((name) => fromOrt(results[name]!));
    } finally {
      await session.release();
    }
  });
}
