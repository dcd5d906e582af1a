// The writer's recipe beside PyTorch: the same first weights, batches and rates. pnpm golden:writer [steps [seed]]
import { onnxruntime } from "@blockzoo/backend-onnxruntime";
import { check, initialize, type StateDict } from "@blockzoo/core";
import { encodeText } from "@blockzoo/data/text";
import { splitText } from "@blockzoo/tasks/text-generation/learning";
import { tinyShakespeare } from "@blockzoo/data/node";
import { rnn } from "@blockzoo/rnn";
import { recipes } from "@blockzoo/rnn/recipes";
import { runPython } from "./python.js";

const [steps, seed] = process.argv.slice(2).map(Number);
const recipe = recipes.find(({ id }) => id === "lstm-writer.tinyshakespeare");
check(recipe !== undefined, () => "there is no recipe of the writer");
const { window, batchSize, network, clip } = recipe.settings as {
  readonly window: number;
  readonly batchSize: number;
  readonly network: { readonly hidden: number; readonly embedding: number };
  readonly clip: { readonly globalNorm: number };
};
const { vocabulary } = rnn.variants["lstm-writer"].meaning!;
const { train, test } = splitText(await tinyShakespeare());

const backend = await onnxruntime({ threads: 1 });
const ours = await recipe.run({ backend, ...(steps && { steps }), ...(seed && { seed }) });
await backend.dispose();

const plain = (state: StateDict) =>
  Object.fromEntries([...state].map(([name, { shape, data }]) => [name, { shape, data: [...data] }]));
const theirs = JSON.parse(
  runPython("writer.py", {
    characters: vocabulary.tokens.length,
    ...network,
    weights: plain(initialize(rnn.create("lstm-writer"), { seed: seed ?? 0 })),
    train: [...encodeText(vocabulary, train)],
    test: [...encodeText(vocabulary, test)],
    window,
    batchSize,
    clip: clip.globalNorm,
    rates: ours.history.map(({ learningRate }) => learningRate),
  }),
) as { readonly losses: readonly number[]; readonly bitsPerCharacter: number };

const total = ours.history.length;
for (const step of [1, 10, 100, 1000, 10_000].filter((each) => each < total).concat(total)) {
  console.log(`loss of step ${step}: ${ours.history[step - 1]!.loss} here, ${theirs.losses[step - 1]} in PyTorch`);
}
const [here, there] = [ours.metrics["bitsPerCharacter"]!, theirs.bitsPerCharacter];
console.log(
  `bits per character after ${total} steps: ${here} here, ${there} in PyTorch: ${here / there} times as many`,
);
