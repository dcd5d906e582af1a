/** Whether a network that was told the classes of digits draws digits of a class (Hinton, Osindero & Teh 2006, section 7). */
import {
  concat,
  freeze,
  initialize,
  ndarray,
  oneHot,
  stopGradient,
  type NDArray,
  type StateDict,
} from "@blockzoo/core";
import { batched, everything, shuffleLabels, type Dataset } from "@blockzoo/data";
import { openVariant, type MeasureContext, type Measurement, type Recipe } from "@blockzoo/family";
import {
  evaluateModel,
  fit,
  fitContext,
  learnInStages,
  recipe,
  sgd,
  type RecipeDatasets,
  type RecipeOptions,
  type Stage,
} from "@blockzoo/train";
import { contrastiveDivergence, persistentChain } from "../../src/contrastive-divergence.js";
import { DbnGenerator } from "../../src/dbn/dbn-generator.js";
import { dbnVariants, digits } from "../../src/dbn/variants.js";
import { mnistDigits } from "../mnist-digits.js";
import { layerStages } from "./layer-stages.js";
import { judged } from "./judge.js";

const layers = { epochs: 6, batchSize: 100, learningRate: 0.05, momentum: 0.9 };
/** Chains persist and the rate falls to 0, since the memory's samples are looked at. */
const memory = { epochs: 20, batchSize: 100, chains: 100, learningRate: 0.05 };
const sampling = { imagesOfClass: 20, steps: 500 };

/** The top: persistent contrastive divergence on features and labels, above layers that stay as they are. */
function memoryStage(train: Dataset): Stage {
  const { epochs, batchSize, chains, learningRate } = memory;
  return {
    steps: epochs * Math.floor(train.size / batchSize),
    async learn(context, stack) {
      const { weightsSeed, batchSeed } = context.seeds;
      const generator = freeze(new DbnGenerator(digits), "stack");
      const model = { generator, chain: persistentChain(generator.memory.machine, { chains }) };
      const learned = [...stack!].map(([name, value]) => [`generator.stack.${name}`, value] as const);
      const { weights, ...rest } = await fit(model, {
        ...fitContext(context),
        steps: context.steps,
        weights: new Map([...initialize(model, { seed: weightsSeed }), ...learned]),
        data: batched(train, { batchSize, seed: batchSeed }),
        loss: (_, { x, y }) => {
          const visible = concat([generator.up(x), oneHot(y, { depth: digits.classes })], 1);
          return contrastiveDivergence(generator.memory, stopGradient(visible), { chain: model.chain });
        },
        optimizer: sgd({ learningRate }),
        schedule: (step, totalSteps) => 1 - step / totalSteps,
      });
      const own = [...weights].filter(([name]) => name.startsWith("generator."));
      return { weights: new Map(own.map(([name, value]) => [name.slice("generator.".length), value])), ...rest };
    },
  };
}

/** Images of each class in turn. */
async function drawn(weights: StateDict, { backend, seed = 0, signal }: MeasureContext): Promise<NDArray> {
  const variant = dbnVariants.dbn;
  const { use } = await openVariant({ variant, weights, meaning: variant.meaning, source: "dbn.mnist", backend });
  const { imagesOfClass: count, steps } = sampling;
  const images: number[] = [];
  for (const label of use.labels) images.push(...(await use.pixels({ label, count, steps, seed, signal })).data);
  use.dispose();
  return ndarray(Float32Array.from(images), [use.labels.length * count, 1, ...digits.image]);
}

async function measure(weights: StateDict, { test }: RecipeDatasets, context: MeasureContext): Promise<Measurement> {
  const { backend, signal } = context;
  const images = await drawn(weights, context);
  const title = `Digits of each class after ${sampling.steps} steps, probabilities of pixels`;
  // The other way round: which label fits a real image best.
  const data = batched(test, { batchSize: 100, sampling: "sequential" });
  const { metrics } = await evaluateModel(new DbnGenerator(digits), { data, weights, backend, signal });
  return {
    metrics: { ...(await judged(images, backend)), accuracy: metrics["accuracy"]! },
    figures: [{ kind: "images", title, images, columns: sampling.imagesOfClass }],
  };
}

/** The first test images of each class, as many as are drawn. */
async function measureReal({ test }: RecipeDatasets, { backend }: MeasureContext): Promise<Measurement> {
  const { y } = everything(test);
  const classes = [...y!.data];
  const chosen = Array.from({ length: digits.classes }, (_, label) =>
    [...classes.keys()].filter((index) => classes[index] === label).slice(0, sampling.imagesOfClass),
  );
  return { metrics: await judged(test.gather(chosen.flat())["x"]!, backend) };
}

const gate = { metric: "read", atLeast: 0.8, and: { metric: "spread", atLeast: 0.09 } };
const about = "MNIST, 28x28 pixels from 0 to 1";

type Arm = Pick<Recipe, "id" | "claim" | "gate" | "settings"> &
  Partial<Pick<RecipeOptions<RecipeDatasets>, "learn" | "measure">>;

const arm = ({ settings, ...own }: Arm): Recipe =>
  recipe<RecipeDatasets>({
    variant: "dbn",
    reads: "MNIST",
    settings: { data: about, network: digits, sampling, ...settings },
    data: async (context) => ({ train: await mnistDigits(context, "train"), test: await mnistDigits(context, "test") }),
    learn: ({ train }, context) =>
      learnInStages(context, [...layerStages([784, ...digits.layers], train, layers), memoryStage(train)]),
    measure,
    ...own,
  });

const nothingLearned: RecipeOptions<RecipeDatasets>["learn"] = async (_, { seeds }) => ({
  weights: initialize(new DbnGenerator(digits), { seed: seeds.weightsSeed }),
  history: [],
  finished: true,
});

const untrained = arm({
  id: "dbn.mnist.untrained",
  claim: "A network that learned nothing draws nothing.",
  gate: { metric: "read", atMost: 0.2 },
  settings: { training: "none" },
  learn: nothingLearned,
});

const real = arm({
  id: "dbn.mnist.real",
  claim: "Test images are read almost always.",
  gate: { metric: "read", atLeast: 0.95 },
  settings: { training: "none", images: "of the test data" },
  learn: nothingLearned,
  measure: (_, data, context) => measureReal(data, context),
});

const training = { layers: { ...layers, divergence: "CD-1" }, memory: { ...memory, divergence: "persistent" } };

export const dbnMnist = {
  ...arm({
    id: "dbn.mnist",
    claim:
      "With a class clamped beside the top layer, a deep belief network draws digits in which a classifier of real ones reads that " +
      "class (Hinton, Osindero & Teh 2006, section 7).",
    gate,
    settings: { training },
  }),
  baselines: { untrained, real },
  ahead: { untrained: 0.5 },
  control: arm({
    id: "dbn.mnist.control",
    claim: "Where labels were dealt out at random, the clamped class is not what is drawn.",
    gate,
    settings: { training, labels: "shuffled" },
    learn: ({ train }, context) =>
      learnInStages(context, [
        ...layerStages([784, ...digits.layers], train, layers),
        memoryStage(shuffleLabels(train, { seed: context.seeds.trainSeed })),
      ]),
  }),
} satisfies Recipe;
