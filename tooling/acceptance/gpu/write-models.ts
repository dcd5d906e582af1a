// Writes every op case, its gradients and LeNet-5's training step as ONNX models, as they are run on a provider, each with its
// inputs and what the reference makes of them. run_models.py runs them on a machine with onnxruntime-gpu and no Node.
//
//   node --conditions=@blockzoo/source --import tsx tooling/acceptance/gpu/write-models.ts FOLDER [cuda|webgpu|cpu|wasm]
//   python3 tooling/acceptance/gpu/run_models.py FOLDER
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { providerModel, type Provider } from "@blockzoo/backend-onnxruntime";
import {
  initialState,
  ndarray,
  randomFeeds,
  referenceBackend,
  toFloat32,
  tolerances,
  type Backend,
  type Executable,
  type Feeds,
  type Graph,
  type NDArray,
} from "@blockzoo/core";
import { encodeModel } from "@blockzoo/onnx";
import { caseGradientGraph, caseGraph, drawCase, isDifferentiable, opTests } from "@blockzoo/testkit";
import { compileLeNetStep, leNetBatch } from "./lenet-step.js";

const [folder, provider = "cuda"] = process.argv.slice(2) as [string, Provider?];
if (folder === undefined) throw new Error("name the folder to write to");
mkdirSync(folder, { recursive: true });

interface Entry {
  readonly title: string;
  readonly file: string;
  readonly tolerance: number;
  readonly inputs: Readonly<Record<string, object>>;
  readonly outputs: Readonly<Record<string, object>>;
}
const entries: Entry[] = [];

const plain = (value: NDArray) => {
  const { dtype, shape, data } = toFloat32(value);
  return { dtype, shape, data: [...data] };
};

async function write(title: string, graph: Graph, feeds: Feeds, tolerance: number): Promise<void> {
  const { proto, ...model } = providerModel(graph, provider);
  const file = `${entries.length}.onnx`;
  writeFileSync(path.join(folder, file), encodeModel(proto));
  const executable = await referenceBackend().compile(graph);
  const { outputs } = await executable.run(feeds);
  const after = await executable.state.read();
  const before = initialState(graph, 0);
  const random = randomFeeds(model.graph, { seed: 0, step: 0 });
  entries.push({
    title,
    file,
    tolerance,
    inputs: Object.fromEntries([
      ...graph.inputs.map(({ name }, index) => [model.inputs[index]!, plain(feeds[name]!)] as const),
      ...model.state.map(({ entry, input }) => [input, plain(before.get(entry.name)!)] as const),
      ...random.map((value, index) => [model.random[index]!, plain(value)] as const),
    ]),
    outputs: Object.fromEntries([
      ...graph.outputs.map(({ name }, index) => [model.outputs[index]!, plain(outputs[name]!)] as const),
      ...model.state.flatMap(({ entry, output }) =>
        output === undefined ? [] : [[output, plain(after.get(entry.name)!)] as const],
      ),
    ]),
  });
}

for (const test of opTests()) {
  const feeds = Object.fromEntries(drawCase(test.op, test.opCase).map((value, index) => [`x${index}`, value]));
  await write(test.title, caseGraph(test), feeds, tolerances.op);
  if (isDifferentiable(test)) await write(`${test.title}, gradient`, caseGradientGraph(test), feeds, tolerances.op);
}

/** What is compiled, caught on its way to a backend. */
function catching(caught: Graph[]): Backend {
  const reference = referenceBackend();
  return {
    ...reference,
    compile: (graph, options): Promise<Executable> => (caught.push(graph), reference.compile(graph, options)),
  };
}

const caught: Graph[] = [];
await compileLeNetStep(catching(caught));
await write(
  "a training step of LeNet-5",
  caught[0]!,
  { ...leNetBatch(0), learningRate: ndarray([1e-3], []) },
  tolerances.training,
);

writeFileSync(path.join(folder, "models.json"), JSON.stringify({ provider, models: entries }));
console.log(`wrote ${entries.length} models to ${folder}`);
