/** Codes of handwritten digits against principal components: of ten and thirty numbers, and of two, which can be drawn. */
import type { Gate, Ratio, Recipe } from "@blockzoo/family";
import { adam, cosineSchedule, recipeDataContext, supervisedRecipe, type Metric } from "@blockzoo/train";
import { variants } from "../src/variants.js";
import { digits, digitsText } from "./digit-images.js";
import { digitFigures } from "./figures.js";
import { brokenCode, mse, pcaBaseline, reconstructed, squaredErrorLoss } from "./learning.js";
import { neighbourAccuracy } from "./neighbours.js";

type DigitsVariant = "autoencoder-2" | "autoencoder-10" | "autoencoder-30" | "autoencoder-conv";

/** How well two numbers keep classes apart; with more, distances say less of what a picture shows. */
const neighbours: Metric = ({ outputs, inputs }) => neighbourAccuracy(outputs["code"]!, inputs["y"]!);

interface Claim {
  readonly variant: DigitsVariant;
  readonly claim: string;
  readonly gate: Gate;
  readonly ratios: readonly Ratio[];
  readonly steps: number;
  /** Further baselines. */
  readonly baselines?: Readonly<Record<string, Recipe>>;
}

function training({ variant, gate, steps }: Pick<Claim, "variant" | "gate" | "steps">) {
  return {
    variant,
    gate,
    steps,
    create: () => variants[variant].create(),
    data: digits,
    reads: "MNIST",
    loss: squaredErrorLoss,
    forward: reconstructed,
    metrics: variant === "autoencoder-2" ? { mse, neighbours } : { mse },
    optimizer: adam({ learningRate: 2e-3 }),
    schedule: cosineSchedule(),
    batchSize: 100,
  } as const;
}

const settings = { data: digitsText, loss: "squared error" };

function digitsRecipe({ claim, ratios, baselines, ...options }: Claim): Recipe {
  const { variant } = options;
  const id = `${variant}.mnist`;
  const units = variants[variant].graphs.decode.input.code.shape[1] as number;
  const common = training(options);
  return supervisedRecipe({
    ...common,
    id,
    claim,
    settings,
    baselines: { pca: pcaBaseline(id, { units, data: digits, settings }), ...baselines },
    ratios,
    figures: async (weights, context) => {
      const sets = await digits(recipeDataContext(context));
      return digitFigures({ ...sets, variant: variants[variant], weights, units, backend: context.backend });
    },
    control: supervisedRecipe({
      ...common,
      ...brokenCode,
      id: `${id}.control`,
      claim: "The code of another image says nothing.",
      settings: { ...settings, code: "of another image" },
    }),
  });
}

export const twoDigits = digitsRecipe({
  variant: "autoencoder-2",
  claim:
    "Two numbers of a deep code keep digits apart that two principal components mix up (Hinton & Salakhutdinov 2006, figure 3).",
  gate: { metric: "mse", atMost: 0.045, and: { metric: "neighbours", atLeast: 0.6 } },
  ratios: [{ to: "pca", atMost: 0.8 }],
  steps: 4000,
});

export const tenDigits = digitsRecipe({
  variant: "autoencoder-10",
  claim: "Ten numbers of a deep code say more of a digit than ten principal components (Hinton & Salakhutdinov 2006).",
  gate: { metric: "mse", atMost: 0.017 },
  ratios: [{ to: "pca", atMost: 0.5 }],
  steps: 4000,
});

export const thirtyDigits = digitsRecipe({
  variant: "autoencoder-30",
  claim:
    "Thirty numbers of a deep code say more of a digit than thirty principal components (Hinton & Salakhutdinov 2006).",
  gate: { metric: "mse", atMost: 0.009 },
  ratios: [{ to: "pca", atMost: 0.5 }],
  steps: 4000,
});

export const convolutionalDigits = digitsRecipe({
  variant: "autoencoder-conv",
  claim:
    "With convolutions and a quarter of the parameters, a code of thirty numbers says as much as one of dense layers, or more.",
  gate: { metric: "mse", atMost: 0.0085 },
  ratios: [
    { to: "pca", atMost: 0.5 },
    { to: "dense", atMost: 1 },
  ],
  baselines: { dense: thirtyDigits },
  steps: 3000,
});
