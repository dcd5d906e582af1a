import {
  add,
  flattenStructure,
  gradients,
  isBlock,
  isTensor,
  mul,
  RandomStream,
  reduceSum,
  referenceBackend,
  stateOf,
  tensor,
  trace,
  trainableParameters,
  verify,
  type Backend,
  type Feeds,
  type Graph,
  type NDArray,
  type StateDict,
  type Structure,
  type Tensor,
  type TensorType,
  type Tolerance,
} from "@blockzoo/core";
import { centralDifferences } from "../differences.js";
import { drawInput, drawLike } from "../ops/draw.js";
import { expectClose } from "../tolerance.js";
import type { BlockCase, BlockUnderTest } from "./block-case.js";

/** The inputs of a case, as feeds `x0`, `x1`, ...; they depend on its title alone. */
export function drawBlockInputs({ title, inputs }: BlockCase): Feeds {
  return Object.fromEntries(
    inputs.map((input, index) => [`x${index}`, drawInput(input, new RandomStream(0, "block", title, index))]),
  );
}

/** Values for the parameters and buffers of a case's block; they depend on its title and their names alone. */
export function drawBlockState(blockCase: BlockCase): StateDict {
  const block = blockCase.create();
  if (!isBlock(block)) return new Map();
  return new Map(
    stateOf(block).map(({ name, value: { shape } }) => {
      const how = Object.entries(blockCase.state ?? {}).find(([end]) => name.endsWith(end))?.[1];
      return [name, drawInput({ shape, ...how }, new RandomStream(0, "block state", blockCase.title, name))];
    }),
  );
}

/** The graph of a case: inputs `x0`, `x1`, ..., outputs by their paths in what it returns. */
export function blockGraph(blockCase: BlockCase): Graph {
  return traceCase(blockCase, (subject, inputs) => callOf(subject, inputs));
}

/**
 * The gradients of the weighted sum of a case's float outputs: outputs `x0`, ... for its float inputs and the paths of its
 * parameters for those.
 */
export function blockGradientGraph(blockCase: BlockCase): Graph {
  return traceCase(blockCase, (subject, inputs) => {
    const sum = weightedSum(blockCase, callOf(subject, inputs));
    const parameters = isBlock(subject) ? trainableParameters(subject) : [];
    const wanted = [...Object.entries(inputs).filter(([, { dtype }]) => dtype === "float32"), ...parameters];
    const found = gradients(
      sum,
      wanted.map(([, value]) => value),
    );
    return Object.fromEntries(wanted.map(([name], index) => [name, found[index]!]));
  });
}

/** Runs a case on a backend and compares every output with the reference. */
export function checkBlock(blockCase: BlockCase, backend: Backend, tolerance: Tolerance = "op"): Promise<void> {
  return compare(blockCase, [blockCase.title, blockGraph(blockCase)], backend, tolerance);
}

/** Runs the gradients of a case on a backend and compares them with the reference. */
export function checkBlockGradientOn(
  blockCase: BlockCase,
  backend: Backend,
  tolerance: Tolerance = "op",
): Promise<void> {
  return compare(blockCase, [`${blockCase.title}, gradient`, blockGradientGraph(blockCase)], backend, tolerance);
}

/** Compares the gradients of a case, of its parameters too, with central differences in the float64 reference. */
export async function checkBlockGradient(blockCase: BlockCase): Promise<void> {
  const sum = traceCase(blockCase, (subject, inputs) => weightedSum(blockCase, callOf(subject, inputs)));
  const executable = await referenceBackend({ float64: true }).compile(sum);
  const [inputs, state] = [drawBlockInputs(blockCase), drawBlockState(blockCase)];
  const scalarAt = async (feeds: Feeds, weights: StateDict) => {
    await executable.state.write(new Map([...weights].filter(([name]) => executable.state.names.includes(name))));
    return (await executable.run(feeds, { step: 0 })).outputs["output"]!.data[0]!;
  };
  const exact = await runCase(blockCase, blockGradientGraph(blockCase), referenceBackend({ float64: true }));
  for (const [name, gradient] of Object.entries(exact)) {
    const [input, weight] = [inputs[name], state.get(name)];
    const numeric = await (input === undefined
      ? centralDifferences((moved) => scalarAt(inputs, new Map(state).set(name, moved)), weight!)
      : centralDifferences((moved) => scalarAt({ ...inputs, [name]: moved }, state), input));
    expectClose(
      gradient,
      numeric,
      "differences",
      `${blockCase.title}: gradient of ${name} against central differences`,
    );
  }
}

/** Runs a graph of a case with its inputs and state, and returns the outputs by name. */
export async function runCase(blockCase: BlockCase, graph: Graph, backend: Backend): Promise<Record<string, NDArray>> {
  const values = drawBlockState(blockCase);
  // State that the graph updates, as batch normalisation in training does, cannot be a constant.
  const [bound, open] = [new Map(values), new Map<string, NDArray>()];
  for (const { name, output } of graph.state) {
    if (output === undefined) continue;
    bound.delete(name);
    open.set(name, values.get(name)!);
  }
  const executable = await backend.compile(graph, { weights: bound });
  try {
    await executable.state.write(open);
    return { ...(await executable.run(drawBlockInputs(blockCase), { step: 0 })).outputs };
  } finally {
    executable.dispose();
  }
}

function traceCase(
  blockCase: BlockCase,
  run: (subject: BlockUnderTest, inputs: Record<string, Tensor>) => Structure<Tensor>,
): Graph {
  const subject = blockCase.create();
  const types: Record<string, TensorType> = Object.fromEntries(
    blockCase.inputs.map(({ shape, dtype = "float32" }, index) => [`x${index}`, { dtype, shape }]),
  );
  const options = { mode: blockCase.mode ?? "eval", ...(isBlock(subject) && { model: subject }) } as const;
  return verify(trace((inputs) => run(subject, inputs as Record<string, Tensor>), types, options));
}

function callOf(subject: BlockUnderTest, inputs: Record<string, Tensor>): Structure<Tensor> {
  const call = isBlock(subject) ? (subject.forward as (...inputs: Tensor[]) => Structure<Tensor>) : subject;
  return call(...Object.values(inputs));
}

/** Σ w·y over the float outputs with weights that depend on the title: its gradient reaches every output. */
function weightedSum({ title }: Pick<BlockCase, "title">, outputs: Structure<Tensor>): Tensor {
  const floats = flattenStructure(outputs, isTensor).filter(([, { dtype }]) => dtype === "float32");
  const terms = floats.map(([path, output]) =>
    reduceSum(mul(output, tensor(drawLike(output.shape as number[], title, path)))),
  );
  return terms.reduce((total, term) => add(total, term));
}

async function compare(
  blockCase: BlockCase,
  [what, graph]: readonly [what: string, graph: Graph],
  backend: Backend,
  tolerance: Tolerance,
): Promise<void> {
  const expected = await runCase(blockCase, graph, referenceBackend());
  const found = await runCase(blockCase, graph, backend);
  for (const [name, value] of Object.entries(expected)) {
    expectClose(found[name]!, value, tolerance, `${what} on ${backend.name}, output ${name}`);
  }
}
