/**
 * How a network learns to write: it reads a text window after window, keeps its state from one to the next, and says at each
 * place what comes next. Recipes on known texts and lessons on a user's own are the same training.
 *
 * A. Graves, "Generating sequences with recurrent neural networks", 2013, section 4; windows and batches as in A. Karpathy's
 * char-rnn, 2015. Deviations: Adam in the place of RMSprop, with a rate that falls along half a cosine, and the joint norm of
 * all gradients is limited in the place of each element.
 */
import {
  logSoftmax,
  mul,
  oneHot,
  reduceSum,
  type Block,
  type StateDict,
  type Tensor,
  type TensorType,
} from "@blockzoo/core";
import { textWindows, type Vocabulary } from "@blockzoo/data/text";
import {
  callGraph,
  compileNetworks,
  graphDefinition,
  type MeasureContext,
  type Recipe,
  type TextFigure,
  type Variant,
} from "@blockzoo/family";
import {
  adam,
  cosineSchedule,
  crossEntropy,
  recipeDataContext,
  supervisedRecipe,
  type Carry,
  type Length,
  type Metric,
  type RecipeDataContext,
} from "@blockzoo/train";
import { unitFigures } from "./following-units.js";

/** What is learned from, and what is held out. */
export interface TextParts {
  readonly train: string;
  readonly test: string;
}

/** What {@link textRecipe} takes, besides what every recipe has; `settings` say what the network and the text are. */
export type TextRecipeOptions = Length &
  Omit<Recipe, "run" | "measure"> & {
    /** For the vocabulary. */
    readonly network: Variant;
    readonly vocabulary: Vocabulary;
    readonly text: (context: RecipeDataContext) => Promise<TextParts>;
    /** The tokens of a row of a batch, beyond which no gradient passes. */
    readonly window: number;
    /** The rows of a batch, each a stretch of the text. */
    readonly batchSize: number;
    /** The highest; it falls to 2 % of it. */
    readonly learningRate: number;
    /** Whether the state after a window is that before the next one, in training and when measured. Default true. */
    readonly keepsState?: boolean;
    /** Takes the metric every so many steps too, for the history. Default at the end only. */
    readonly validateEvery?: number;
  };

type Tensors = Readonly<Record<string, Tensor>>;

/** What the loss finds in a batch: tokens, those one later, and the state before them. */
type TextBatch = Tensors & { readonly x: Tensor; readonly y: Tensor };

/**
 * A recipe that trains a network which writes, and measures `bitsPerCharacter`: what an ideal code would spend on a character
 * of the held-out text that the network foretold. That text is read as 20 streams.
 *
 * @example see `recipes/writer.ts` of `@blockzoo/rnn`
 */
export function textRecipe(options: TextRecipeOptions): Recipe {
  const { network, vocabulary, text, window, learningRate, keepsState = true, settings, ...rest } = options;
  const cut = (part: string, name: string) => textWindows({ name, text: part, vocabulary, length: window });
  const carry = (rows: number): Carry => (keepsState ? stateOf(network, rows) : {});
  const parts = Object.keys(carry(1));
  const stateIn = (tensors: Tensors): Tensors => Object.fromEntries(parts.map((name) => [name, tensors[name]!]));
  const read = (model: Block, batch: TextBatch) => {
    const said = callGraph(model, "forward", { x: batch.x, ...stateIn(batch) }) as Tensors;
    return { logits: said["logits"]!, next: stateIn(said) };
  };
  return supervisedRecipe<Block, TextBatch>({
    ...rest,
    settings: { ...settings, window, keepsState },
    create: () => network.create(),
    data: async (context) => {
      const { train, test } = await text(context);
      return { train: cut(train, `${rest.id}: text to learn`), test: cut(test, `${rest.id}: held-out text`) };
    },
    carry,
    loss(model, batch) {
      const { logits, next } = read(model, batch);
      return { loss: crossEntropy(logits, batch.y), ...next };
    },
    forward(model, batch) {
      const { logits, next } = read(model, batch);
      return { bits: bitsOf(logits, batch.y), ...next };
    },
    metrics: { bitsPerCharacter },
    figures: (weights, context) => figures(options, weights, context),
    optimizer: adam({ learningRate }),
    schedule: cosineSchedule({ floor: 0.02 }),
    clip: { globalNorm: 5 },
  });
}

/** Units of the trained network that follow something in the held-out text. */
async function figures(
  { network, vocabulary, text }: TextRecipeOptions,
  weights: StateDict,
  context: MeasureContext,
): Promise<readonly TextFigure[]> {
  const { test } = await text(recipeDataContext(context));
  const parts = { variant: network, weights, source: "the trained weights", backend: context.backend };
  const { networks, dispose } = await compileNetworks(parts);
  try {
    return await unitFigures(networks["forward"]!, vocabulary, test);
  } finally {
    dispose();
  }
}

/** The first nine tenths of a text, and the last, which is held out. */
export function splitText(text: string): TextParts {
  const characters = Array.from(text);
  const end = Math.floor(0.9 * characters.length);
  return { train: characters.slice(0, end).join(""), test: characters.slice(end).join("") };
}

/** The shapes of the inputs that are a network's state, all but the first, for so many rows. */
function stateOf(network: Variant, rows: number): Carry {
  const { input } = graphDefinition(network, "forward");
  const [, ...state] = Object.entries(input as Readonly<Record<string, TensorType>>);
  return Object.fromEntries(
    state.map(([name, { shape }]) => [name, shape.map((size) => (size === "N" ? rows : Number(size)))]),
  );
}

/** `-log2 P(y)` of each token: [N, T]. */
function bitsOf(logits: Tensor, y: Tensor): Tensor {
  const logProbabilities = logSoftmax(logits, { axis: 1 });
  const own = mul(logProbabilities, oneHot(y, { depth: Number(logits.shape[1]), axis: 1 }));
  return mul(reduceSum(own, { axes: [1] }), -1 / Math.LN2);
}

const bitsPerCharacter: Metric = ({ outputs }) => {
  const { data } = outputs["bits"]!;
  let total = 0;
  for (let place = 0; place < data.length; place++) total += data[place]!;
  return total / data.length;
};
