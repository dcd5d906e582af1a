import type { Block, StateDict } from "@blockzoo/core";
import { batched, byLength, type BatchSource } from "@blockzoo/data";
import { textPairDataset, tokenize, type TextPair } from "@blockzoo/data/text";
import {
  openVariant,
  type Figure,
  type MeasureContext,
  type Measurement,
  type Recipe,
  type Task,
  type Variant,
} from "@blockzoo/family";
import {
  adam,
  chrf,
  compose,
  cosineSchedule,
  evaluateModel,
  fit,
  fitContext,
  linearWarmup,
  recipe,
  type Evaluated,
  type LearnContext,
  type Learned,
  type Length,
  type RecipeDataContext,
  type TranslatedText,
} from "@blockzoo/train";
import { alignmentFigure } from "../alignment-figure.js";
import type { Languages } from "../languages.js";
import { translationLoss, translationScores, type Pairs } from "./teacher-forcing.js";
import type { Translator } from "../translator.js";

/** What is learned from, and pairs with other sources to measure on. */
export interface TranslationData {
  readonly train: readonly TextPair[];
  readonly test: readonly TextPair[];
}

/** The steps in which the learning rate rises. */
const warmup = 100;

/** How long and how fast is learned: by Adam, whose rate rises within 100 steps and falls along half a cosine. */
export type TranslationTraining = Length & {
  readonly batchSize: number;
  readonly learningRate: number;
  /** Batches are of pairs of about one length, of so many. */
  readonly buckets: number;
  /** Of the gradient's global norm, where it is clipped. */
  readonly clip: number;
};

export interface TranslationRecipeOptions extends Omit<Recipe, "run" | "measure"> {
  /** Sized for the languages. */
  readonly network: TranslationVariant;
  readonly languages: Languages;
  readonly data: (context: RecipeDataContext) => Promise<TranslationData>;
  readonly training: TranslationTraining;
}

export type TranslationVariant = Variant<Task<Languages, Translator, "encode" | "decode">>;

/**
 * Trains a network of two graphs to translate by teacher forcing, and measures it on pairs held out: `chrf` of greedy translations,
 * and `chrfShorter` and `chrfLonger` of the shorter and the longer half of the sources; of the right tokens, when it is told
 * those before, `tokenAccuracy` and `perplexity`.
 *
 * @example
 * translationRecipe({ id, variant, claim, gate: { metric: "chrf", atLeast: 0.5 }, network, languages, data, training, settings })
 */
export function translationRecipe(options: TranslationRecipeOptions): Recipe {
  const { network: _network, languages: _languages, data, training, ...claim } = options;
  return recipe<TranslationData>({
    ...claim,
    settings: { ...claim.settings, ...training, optimizer: "adam", schedule: "cosine", warmup },
    data,
    learn: (pairs, context) => learn(options, pairs, context),
    measure: (weights, pairs, context) => measure(options, weights, pairs, context),
  });
}

type Learning = Pick<TranslationRecipeOptions, "network" | "languages" | "training">;

async function learn(
  { network, languages, training }: Learning,
  { train }: TranslationData,
  context: LearnContext,
): Promise<Learned> {
  const { batchSize, learningRate, buckets, clip, steps, epochs } = training;
  const length = context.steps ?? steps;
  return fit<Block, Pairs>(network.create(), {
    ...fitContext(context),
    ...(length === undefined ? { epochs: epochs! } : { steps: length }),
    data: batched(textPairDataset({ name: "pairs", pairs: train, ...languages }), {
      batchSize,
      seed: context.seeds.batchSeed,
      sampling: byLength({ buckets }),
      remainder: "mask",
    }),
    loss: (model, pairs) => translationLoss(network, model, pairs),
    optimizer: adam({ learningRate }),
    schedule: compose(linearWarmup({ steps: warmup }), cosineSchedule()),
    clip: { globalNorm: clip },
  });
}

async function measure(
  learning: Learning,
  weights: StateDict,
  { test }: TranslationData,
  context: MeasureContext,
): Promise<Measurement> {
  const { network, languages } = learning;
  const { backend, signal } = context;
  const { metrics } = await evaluateModel<Block, Pairs>(network.create(), {
    data: testBatches(test, languages),
    backend,
    weights,
    signal,
    forward: (model, pairs) => translationScores(network, model, pairs),
    metrics: {
      tokenAccuracy: (evaluated) => total(evaluated, "right") / total(evaluated, "tokens"),
      perplexity: (evaluated) => Math.exp(total(evaluated, "loss") / total(evaluated, "tokens")),
    },
  });
  const { translated, figures } = await translateTest(learning, weights, test, context);
  const half = Math.ceil(translated.length / 2);
  return {
    metrics: {
      chrf: chrf(translated),
      chrfShorter: chrf(translated.slice(0, half)),
      chrfLonger: chrf(translated.slice(half)),
      ...metrics,
    },
    figures,
  };
}

/** Pairs that are translated, or scored, at once. */
const testBatchSize = 50;

function testBatches(test: readonly TextPair[], languages: Languages): BatchSource {
  const dataset = textPairDataset({ name: "held-out pairs", pairs: test, ...languages });
  const batchSize = Math.min(testBatchSize, dataset.size);
  return batched(dataset, { batchSize, sampling: "sequential", remainder: "mask" });
}

function total({ outputs }: Evaluated, name: keyof ReturnType<typeof translationScores>): number {
  return Array.from(outputs[name]!.data).reduce((sum, value) => sum + value, 0);
}

/** What became of pairs that were held out. */
interface TranslatedTest {
  /** Greedy translations of all sources, the shortest first, each beside all its references. */
  readonly translated: readonly TranslatedText[];
  /** Where the network looked, in some of them. */
  readonly figures: readonly Figure[];
}

async function translateTest(
  { network, languages }: Learning,
  weights: StateDict,
  test: readonly TextPair[],
  { backend, signal }: MeasureContext,
): Promise<TranslatedTest> {
  const references = referencesOf(test, languages);
  const tokens = (text: string) => tokenize(languages.source, text).length;
  const sources = [...references.keys()].toSorted((a, b) => tokens(a) - tokens(b));
  const origin = "what was learned";
  const { use } = await openVariant({ variant: network, weights, meaning: languages, source: origin, backend });
  try {
    const translated: TranslatedText[] = [];
    for (let start = 0; start < sources.length; start += testBatchSize) {
      signal?.throwIfAborted();
      const batch = sources.slice(start, start + testBatchSize);
      const predictions = await use.translateAll(batch);
      batch.forEach((source, row) => {
        translated.push({ predicted: predictions[row]!, references: references.get(source)! });
      });
    }
    return { translated, figures: await alignments(use, sources) };
  } finally {
    use.dispose();
  }
}

/** What each source may become, in small letters where the network has no others. */
function referencesOf(test: readonly TextPair[], { target: { lowercase } }: Languages): Map<string, string[]> {
  const references = new Map<string, string[]>();
  for (const { source, target } of test) {
    const written = lowercase === true ? target.toLowerCase() : target;
    references.set(source, [...(references.get(source) ?? []), written]);
  }
  return references;
}

/** Sentences of all lengths of which the report shows where the network looked. */
const shownAlignments = 4;

async function alignments(use: Translator, sources: readonly string[]): Promise<Figure[]> {
  const count = Math.min(shownAlignments, sources.length);
  const chosen = Array.from(
    { length: count },
    (_, part) => sources[Math.floor(((part + 0.5) * sources.length) / count)]!,
  );
  const figures: Figure[] = [];
  for (const source of chosen) {
    const figure = alignmentFigure(await use.translate(source, { beams: 1 }));
    if (figure !== undefined) figures.push(figure);
  }
  return figures;
}
