import {
  blocksOf,
  check,
  countParameters,
  gradients,
  initialize,
  mul,
  ndarray,
  RandomStream,
  reduceSum,
  referenceBackend,
  sizeOf,
  stateOf,
  tensor,
  trace,
  trainableParameters,
  verify,
  type Backend,
  type Block,
  type StateDict,
} from "@blockzoo/core";
import { graphDefinition, inferenceGraph, numericTypes, type Variant } from "@blockzoo/family";
import { exportModel } from "@blockzoo/onnx";
import { readSafetensors, writeSafetensors } from "@blockzoo/weights";
import { expectClose } from "@blockzoo/testkit/tolerance";
import { agreementChecks } from "./agreement-checks.js";
import type { FamilyCheck, OpenBackends } from "./family-check.js";
import type { FamilyCheckOptions } from "./family-checks.js";
import { overfit } from "./overfit.js";
import { runOnnxFile } from "./run-onnx-file.js";
import { graphsOf, type CheckedGraph } from "./checked-graph.js";
import { runsOnReference } from "./graph-runs.js";
import { allOutputs, comparedBatch, graphInputs } from "./graph-values.js";

/** The loss that 32 samples learned by heart are below. */
const learned = 0.05;
/** How many numbers of an output are committed. */
const goldenSize = 8;
/** Enough for a difference to show. */
const repeatedSteps = 20;

/** How one variant is checked. */
export interface VariantCheckOptions extends Pick<FamilyCheckOptions, "backends" | "golden" | "overfit"> {
  /** Whether it is run, on the reference too, or only traced. */
  readonly isRun: boolean;
}

/** What must hold of one variant: what is traced, and, where it is run, what it computes. */
export function variantChecks(name: string, variant: Variant, options: VariantCheckOptions): readonly FamilyCheck[] {
  const graphs = graphsOf(name, variant);
  return [
    ...modelChecks(name, variant),
    ...graphs.flatMap(structureChecks),
    ...(options.isRun
      ? [...graphs.flatMap((graph) => runChecks(graph, options)), ...learningChecks(name, variant, options)]
      : []),
  ];
}

function modelChecks(name: string, variant: Variant): readonly FamilyCheck[] {
  return [
    {
      title: "has the parameters of its paper",
      run() {
        const found = countParameters(variant.create());
        check(
          found === variant.params,
          () => `${name} has ${found} parameters, params in src/variants.ts says ${variant.params}`,
        );
      },
    },
    {
      title: "names every block and every value of its state once",
      run() {
        const names = stateOf(variant.create()).map((entry) => entry.name);
        const twice = names.filter((each, index) => names.indexOf(each) !== index);
        check(twice.length === 0, () => `${name}: two values of the state are called ${twice.join(", ")}`);
        check(blocksOf(variant.create()).has(""), () => `${name}: create() returns no block`);
      },
    },
  ];
}

function structureChecks({ variant, name, title }: CheckedGraph): readonly FamilyCheck[] {
  return [
    {
      title: `traces to a valid graph whose outputs are named${suffix(name)}`,
      run() {
        const { input, output } = graphDefinition(variant, name);
        const graph = verify(inferenceGraph(variant, { name }));
        const outputs = graph.outputs.map((each) => each.name);
        check(
          outputs.includes(output),
          () => `${title} has the outputs ${outputs.join(", ")}, src/variants.ts names "${output}"`,
        );
        const inputs = graph.inputs.map((each) => each.name);
        const declared = Object.keys(input);
        check(
          inputs.join() === declared.join(),
          () => `${title} takes the inputs ${inputs.join(", ")}, src/variants.ts names ${declared.join(", ")}`,
        );
      },
    },
    {
      title: `exports to ONNX with its own names${suffix(name)}`,
      run() {
        const model = variant.create();
        const graph = inferenceGraph(variant, { model, name });
        const bytes = exportModel(graph, { weights: zeroWeights(model) });
        // What a network has for its training only, such as auxiliary heads, is not in the file.
        const used = graph.state.reduce((total, { tensor: { shape } }) => total + sizeOf(shape as number[]), 0);
        check(
          bytes.length > 4 * used,
          () => `${title}: the ONNX file has ${bytes.length} bytes, too few for ${used} weights`,
        );
      },
    },
  ];
}

/** What is added to the title of a check of one graph among several. */
function suffix(name: string): string {
  return name === "forward" ? "" : ` (${name})`;
}

/** Weights for a file that is not run: drawing those of a hundred million parameters takes many seconds. */
function zeroWeights(model: Block): StateDict {
  return new Map(
    stateOf(model).map(({ name, value: { shape } }) => [name, ndarray(new Float32Array(sizeOf(shape)), shape)]),
  );
}

function runChecks(graph: CheckedGraph, options: VariantCheckOptions): readonly FamilyCheck[] {
  const { variant, name, title } = graph;
  const reference = runsOnReference(variant, name);
  return [
    {
      title: `computes what it computed before${suffix(name)}`,
      async run() {
        const found = await reference.output();
        const golden = options.golden[title] ?? [];
        const size = Math.min(goldenSize, found.data.length);
        check(
          golden.length === size,
          () =>
            `${title} has ${golden.length} golden numbers, expected ${size}: write "${title}": ` +
            `[${found.data.slice(0, size).join(", ")}] in test/golden/first-outputs.json`,
        );
        const start = found.data.slice(0, size) as Float32Array;
        expectClose(ndarray(start), ndarray([...golden]), "network", `${title} against its golden output`);
      },
    },
    ...agreementChecks(graph, options.backends, reference).map((each) => ({
      ...each,
      title: each.title + suffix(name),
    })),
    {
      title: `gives the same outputs as an ONNX file${suffix(name)}`,
      async run() {
        const model = variant.create();
        const bytes = exportModel(inferenceGraph(variant, { model, name }), { weights: initialize(model) });
        const { output } = graphDefinition(variant, name);
        const found = (await runOnnxFile(bytes, graphInputs(variant, name)))[output]!;
        expectClose(found, await reference.output(), "network", `${title}.onnx`);
      },
    },
  ];
}

function learningChecks(name: string, variant: Variant, options: VariantCheckOptions): readonly FamilyCheck[] {
  const how = options.overfit?.[name] ?? {};
  return [
    {
      title: "passes a gradient to every parameter",
      async run() {
        const dead = await parametersWithoutGradient(name, variant);
        check(
          dead.length === 0,
          () => `${name}: no gradient reaches ${dead.join(", ")}: use them in forward, or make them a Buffer`,
        );
      },
    },
    {
      title: "saves and loads its weights",
      run() {
        const weights = initialize(variant.create(), { seed: 1 });
        const { tensors } = readSafetensors(writeSafetensors(weights), { name: `${name}.safetensors` });
        check(tensors.size === weights.size, () => `${name}: ${weights.size} values saved, ${tensors.size} loaded`);
        for (const [path, value] of weights) {
          const read = tensors.get(path);
          check(read !== undefined, () => `${name}: ${path} was saved and not loaded`);
          expectClose(read, value, "exact", `${name}: ${path} after loading`);
        }
      },
    },
    {
      title: "trains the same way twice",
      async run(backends) {
        const backend = first(backends);
        const settings = { ...(how === "too small" ? {} : how), steps: repeatedSteps };
        const [one, two] = [await overfit(variant, backend, settings), await overfit(variant, backend, settings)];
        const step = one.findIndex((loss, index) => loss !== two[index]);
        check(
          step === -1,
          () => `${name}: the losses of step ${step + 1} are ${one[step]} and ${two[step]} with the same seed`,
        );
      },
    },
    ...(how === "too small"
      ? []
      : [
          {
            title: "learns 32 samples by heart",
            async run(backends: OpenBackends) {
              const losses = await overfit(variant, first(backends), how);
              const last = losses.at(-1)!;
              check(
                last < learned,
                () =>
                  `${name}: the loss is ${last.toFixed(3)} after ${losses.length} steps, expected below ${learned}: ` +
                  `give overfit more steps or another learning rate, or say "too small", in test/conformance.json`,
              );
            },
          },
        ]),
  ];
}

/** Training is checked on the backend named first. */
function first(backends: OpenBackends): Backend {
  return Object.values(backends)[0]!;
}

/** Paths of parameters whose gradient of a random combination of all outputs in train mode is zero throughout, in all graphs. */
async function parametersWithoutGradient(name: string, variant: Variant): Promise<string[]> {
  const dead = await Promise.all(
    Object.keys(variant.graphs).map(async (graph) => new Set(await untouchedBy(name, variant, graph))),
  );
  return [...dead[0]!].filter((path) => dead.every((each) => each.has(path)));
}

async function untouchedBy(name: string, variant: Variant, graphName: string): Promise<string[]> {
  const model = variant.create();
  const graph = trace(
    (inputs) => {
      const y = allOutputs(model, graphName, inputs);
      const weights = ndarray(
        new RandomStream(0, name).fillUniform(new Float32Array(sizeOf(y.shape as number[])), -1, 1),
        y.shape as number[],
      );
      const parameters = trainableParameters(model);
      const all = gradients(reduceSum(mul(y, tensor(weights))), [...parameters.values()]);
      return Object.fromEntries([...parameters.keys()].map((path, index) => [path.replaceAll(".", "/"), all[index]!]));
    },
    numericTypes(graphDefinition(variant, graphName), { samples: comparedBatch }),
    { mode: "train", model },
  );
  const executable = await referenceBackend().compile(graph);
  const { outputs } = await executable.run(graphInputs(variant, graphName));
  return Object.entries(outputs)
    .filter(([, value]) => value.data.every((each) => each === 0))
    .map(([path]) => path.replaceAll("/", "."));
}
