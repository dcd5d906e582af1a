/** "Tiny Shakespeare", character by character: bits per character on the last tenth of it. */
import { RandomStream } from "@blockzoo/core";
import type { Recipe } from "@blockzoo/family";
import {
  splitText,
  textRecipe,
  type TextParts,
  type TextRecipeOptions,
} from "@blockzoo/tasks/text-generation/learning";
import { recipeDataContext, withoutTraining, type RecipeDataContext } from "@blockzoo/train";
import { shakespeareVocabulary as vocabulary } from "../src/shakespeare.js";
import { variants } from "../src/variants.js";
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

function counting(name: string, behind: 0 | 1): Recipe {
  return withoutTraining(
    {
      id: `writer.tinyshakespeare.${name}`,
      variant: name,
      claim: "How often characters come tells little of what comes next.",
      gate: { metric, atMost: 5 },
      settings: { data: "tinyshakespeare, the last tenth held out", behind },
    },
    async (context) => ({ [metric]: bitsByCounting(await shakespeare(context), vocabulary, behind) }),
  );
}

type Training = Pick<TextRecipeOptions, "batchSize" | "learningRate" | "window"> & { readonly epochs: number };

function writing(
  id: "lstm-writer" | "lstm-writer-large",
  training: Training,
  claim: Pick<Recipe, "claim" | "gate" | "baselines" | "ahead" | "control">,
  {
    name = "",
    text = shakespeare,
    keepsState = true,
  }: { name?: string; text?: typeof shakespeare; keepsState?: boolean } = {},
): Recipe {
  return textRecipe({
    id: `${id}.tinyshakespeare${name}`,
    variant: id,
    ...claim,
    ...training,
    settings: {
      data: `tinyshakespeare${text === shuffled ? ", shuffled" : ""}, the last tenth held out`,
      network: variants[id].summary,
    },
    network: variants[id],
    vocabulary,
    text,
    keepsState,
  });
}

const small: Training = { window: 50, batchSize: 32, learningRate: 0.005, epochs: 8 };
const gate = { metric, atMost: 2.3 };

export const lstmWriter = writing("lstm-writer", small, {
  claim:
    "An LSTM that keeps its state from window to window foretells a play character by character (Graves 2013, section 3).",
  gate,
  baselines: {
    characters: counting("characters", 0),
    pairs: counting("pairs", 1),
  },
  control: writing(
    "lstm-writer",
    small,
    { claim: "Nothing is to be learned of characters in an order of chance.", gate },
    {
      name: ".control",
      text: shuffled,
    },
  ),
});
