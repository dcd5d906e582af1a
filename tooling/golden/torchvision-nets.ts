// Compares networks at full size with torchvision's, both ways: a .pth file of torchvision is loaded here strictly and gives
// its scores on ONNX Runtime, a file written here is loaded by torchvision with strict=True and gives ours.
//
//   pnpm golden:torchvision [alexnet vgg16 ...]
//
// Writes what was found to packages/models/<family>/test/golden/torchvision.json: a digest of names and shapes of the state
// dict, which a test compares with the network's, and the first scores. It needs python3-torchvision and some minutes.
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onnxruntime } from "@blockzoo/backend-onnxruntime";
import { float32, initialize, ndarray, stateOf, trace, type Block, type StateDict } from "@blockzoo/core";
import { expectClose, knownValues } from "@blockzoo/testkit";
import { matchStateDict } from "@blockzoo/weights";
import { readWeightsFile, writeWeightsFile } from "@blockzoo/weights/node";
import { findVariant } from "@blockzoo/zoo";
import { runPython } from "./python.js";

interface Network {
  /** Of torchvision, where it is not the id. */
  readonly function?: string;
  /** What the function is called with. */
  readonly arguments?: Readonly<Record<string, unknown>>;
  /** Shapes of inputs. */
  readonly sizes: readonly string[];
}

/** Neither a trained trunk, which would be fetched, nor one head alone. */
const segmentation = { weights_backbone: null, aux_loss: true };

const networks: Readonly<Record<string, Network>> = {
  alexnet: { sizes: ["2x3x224x224", "1x3x255x301"] },
  vgg11: { sizes: ["2x3x224x224", "1x3x97x131"] },
  vgg13: { sizes: ["1x3x97x131"] },
  vgg16: { sizes: ["1x3x224x224", "1x3x97x131"] },
  vgg19: { sizes: ["1x3x97x131"] },
  "vgg11-bn": { function: "vgg11_bn", sizes: ["2x3x224x224", "1x3x97x131"] },
  "vgg13-bn": { function: "vgg13_bn", sizes: ["1x3x97x131"] },
  "vgg16-bn": { function: "vgg16_bn", sizes: ["1x3x97x131"] },
  "vgg19-bn": { function: "vgg19_bn", sizes: ["1x3x97x131"] },
  googlenet: { arguments: { aux_logits: false }, sizes: ["2x3x224x224", "1x3x97x131"] },
  "googlenet-auxiliary": { function: "googlenet", sizes: ["1x3x97x131"] },
  "inception-v3": { function: "inception_v3", arguments: { aux_logits: false }, sizes: ["1x3x299x299", "1x3x97x131"] },
  "inception-v3-auxiliary": { function: "inception_v3", sizes: ["1x3x97x131"] },
  "fcn-resnet50": { function: "fcn_resnet50", arguments: segmentation, sizes: ["1x3x64x64", "2x3x97x65"] },
  "fcn-resnet101": { function: "fcn_resnet101", arguments: segmentation, sizes: ["1x3x65x97"] },
};

interface Answer {
  readonly outputs: Readonly<Record<string, readonly number[]>>;
  readonly state: string;
}

const folder = mkdtempSync(join(tmpdir(), "blockzoo-torchvision-"));
const backend = await onnxruntime({ threads: 2 });
const asked = process.argv.slice(2);
for (const id of asked.length === 0 ? Object.keys(networks) : asked) await compare(id);
await backend.dispose();
rmSync(folder, { recursive: true });

async function compare(id: string): Promise<void> {
  const { function: name = id, arguments: given = {}, sizes } = networks[id]!;
  const question = { sizes, arguments: given };
  const { family, variant } = await findVariant(id);
  const path = join(folder, "weights.pth");

  const theirs = JSON.parse(runPython("torchvision-nets.py", question, "save", name, path)) as Answer;
  const model = variant.create();
  const expected = stateOf(model).map((entry) => ({
    name: entry.name,
    shape: entry.value.shape,
    dtype: "float32" as const,
  }));
  const { tensors } = await readWeightsFile(path);
  await expectScores(id, model, matchStateDict(expected, tensors, { source: path }), theirs);

  const own = initialize(model, { seed: 1 });
  await writeWeightsFile(path, own);
  await expectScores(
    id,
    model,
    own,
    JSON.parse(runPython("torchvision-nets.py", question, "load", name, path)) as Answer,
  );

  const target = new URL(`../../packages/models/${family.name}/test/golden/torchvision.json`, import.meta.url);
  const known = existsSync(target) ? (JSON.parse(readFileSync(target, "utf8")) as Record<string, unknown>) : {};
  const scores = Object.fromEntries(Object.entries(theirs.outputs).map(([size, values]) => [size, values.slice(0, 8)]));
  const state = createHash("sha256").update(theirs.state).digest("hex");
  writeFileSync(target, `${JSON.stringify({ ...known, [id]: { state, scores } }, undefined, 1)}\n`);
  console.log(`${id}: agrees with torchvision both ways, for ${sizes.join(", ")}`);
}

async function expectScores(id: string, model: Block, weights: StateDict, { outputs }: Answer): Promise<void> {
  for (const [size, values] of Object.entries(outputs)) {
    const found = await scoresOf(model, weights, size.split("x").map(Number));
    expectClose(found, ndarray(Float32Array.from(values), found.shape), "block", `${id}, ${size}`);
  }
}

/** The first output; networks for segmentation have auxiliary scores too. */
async function scoresOf(model: Block, weights: StateDict, shape: readonly number[]) {
  const graph = trace(model, { input: float32(...shape) }, { output: "logits" });
  const executable = await backend.compile(graph, { weights });
  const { outputs } = await executable.run({ input: knownValues("input", shape) });
  executable.dispose();
  return outputs[graph.outputs[0]!.name]!;
}
