/** "Tiny Shakespeare", character by character: bits per character on the last tenth of it. */
import { RandomStream } from "@blockzoo/core";
import type { Recipe } from "@blockzoo/family";
import {
  splitText,
  textRecipe,
  type TextParts,
  type TextRecipeOptions,
} from "@blockzoo/tasks/text-generation/learning";
import { withoutTraining, type RecipeDataContext } from "@blockzoo/train";
import { shakespeareVocabulary as vocabulary } from "../src/shakespeare.js";
import { variants, writerShapes } from "../src/variants.js";
import { bitsByCounting } from "./character-counts.js";

async function shakespeare({ data }: RecipeDataContext): Promise<TextParts> {
  // In a function, since it reads files: recipes are also loaded in a page.
  const { tinyShakespeare } = await import("@blockzoo/data/node");
  return splitText(await tinyShakespeare(data === undefined ? {} : { folder: data }));
}

/** The same characters in an order of chance: nothing is to be learned but how often each comes. */
async function shuffled(context: RecipeDataContext): Promise<TextParts> {
  const { train, test } = await shakespeare(context);
  const characters = Array.from(train);
  const order = new RandomStream(context.trainSeed, "shuffled text").permutation(characters.length);
  return { train: Array.from(order, (place) => characters[place]).join(""), test };
}

const metric = "bitsPerCharacter";

/** What looks at none or at one of the characters before: each gate says that this is not enough. */
function counting(name: string, behind: 0 | 1, atLeast: number): Recipe {
  return withoutTraining(
    {
      id: `writer.tinyshakespeare.${name}`,
      variant: name,
      claim: `The last ${behind} characters tell little of what comes next.`,
      gate: { metric, atLeast },
      settings: { data: "tinyshakespeare, the last tenth held out", behind },
    },
    async (context) => ({ [metric]: bitsByCounting(await shakespeare(context), vocabulary, behind) }),
  );
}

interface Writing extends Pick<Recipe, "claim" | "gate" | "baselines" | "ratios" | "control"> {
  /** Behind the id of the recipe that it is compared with. Default nothing. */
  readonly name?: string;
  /** Default `shakespeare`. */
  readonly text?: typeof shakespeare;
  /** Default true. */
  readonly keepsState?: boolean;
}

function writing(
  id: keyof typeof writerShapes,
  training: Pick<TextRecipeOptions, "batchSize" | "learningRate" | "window"> & { readonly epochs: number },
  { name, text = shakespeare, ...claim }: Writing,
): Recipe {
  return textRecipe({
    id: `${id}.tinyshakespeare${name === undefined ? "" : `.${name}`}`,
    variant: id,
    reads: "Tiny Shakespeare",
    ...claim,
    ...training,
    settings: {
      data: `tinyshakespeare${text === shuffled ? ", shuffled" : ""}, the last tenth held out`,
      network: writerShapes[id],
    },
    network: variants[id],
    vocabulary,
    text,
  });
}

const small = { window: 50, batchSize: 32, learningRate: 0.01, epochs: 5 };
const gate = { metric, atMost: 2.35 };

export const lstmWriter = writing("lstm-writer", small, {
  claim:
    "An LSTM that keeps its state from window to window foretells plays letter by letter (Graves 2013, section 3).",
  gate,
  baselines: {
    characters: counting("characters", 0, 4.8),
    pairs: counting("pairs", 1, 3.5),
    forgetful: writing("lstm-writer", small, {
      name: "forgetful",
      claim: "An LSTM that begins anew at each window foretells plays less well.",
      gate: { metric, atLeast: 2.2 },
      keepsState: false,
    }),
  },
  ratios: [
    { to: "pairs", atMost: 0.67 },
    { to: "forgetful", atMost: 0.98 },
  ],
  control: writing("lstm-writer", small, {
    name: "control",
    claim: "Of characters in an order of chance nothing is to be learned but how often each comes.",
    gate,
    text: shuffled,
  }),
});

const large = { window: 50, batchSize: 32, learningRate: 0.01, epochs: 4 };

export const lstmWriterLarge = writing("lstm-writer-large", large, {
  claim: "Two larger LSTMs foretell plays better than one.",
  gate: { metric, atMost: 2.27 },
  baselines: { pairs: counting("pairs", 1, 3.5) },
  ratios: [{ to: "pairs", atMost: 0.63 }],
  control: writing(
    "lstm-writer-large",
    { ...large, epochs: 1 },
    {
      name: "control",
      claim: "Of characters in an order of chance nothing is to be learned but how often each comes.",
      gate: { metric, atMost: 2.27 },
      text: shuffled,
    },
  ),
});
