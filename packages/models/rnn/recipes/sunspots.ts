/** The sunspots of the next three years, by those of the last four: LSTM against what says it without one. */
import { ndarray, RandomStream, type NDArray } from "@blockzoo/core";
import { everything, type Batch, type NamedSeries } from "@blockzoo/data";
import type { Recipe } from "@blockzoo/family";
import {
  forecastObjective,
  lastAgain,
  learnedSteps,
  rootMeanSquare,
  seriesParts,
  type SeriesParts,
} from "@blockzoo/tasks/forecasting/learning";
import { adam, cosineSchedule, supervisedRecipe, withoutTraining, type RecipeData } from "@blockzoo/train";
import { Forecaster } from "../src/forecaster.js";
import { leastSquares } from "./least-squares.js";

const network = { series: 1, horizon: 36, hidden: 32 };
const length = 48;
/** Eleven years, about as long as sunspots take to rise and fall. */
const cycle = 132;
const data = "monthly sunspots, the last fifth held out";

async function sunspots(folder: string | undefined): Promise<NamedSeries> {
  // Imported here, since it reads files: this module also loads in a page.
  const { monthlySunspots } = await import("@blockzoo/data/node");
  return monthlySunspots(folder === undefined ? {} : { folder });
}

/** Windows of so many months and the three years behind each, standardised. */
function cut(series: NamedSeries, read = length): SeriesParts {
  return seriesParts(series, { name: "sunspots", length: read, horizon: network.horizon });
}

const asTheyCame: RecipeData = async ({ data: folder }) => cut(await sunspots(folder));

/** The months that are learned from in an order of chance: what comes next has nothing to do with what was. */
const outOfOrder: RecipeData = async ({ data: folder, trainSeed }) => {
  const series = await sunspots(folder);
  const { data: values, shape } = series.values;
  const order = new RandomStream(trainSeed, "order").permutation(learnedSteps(series));
  const shuffled = values.map((value, month) => (month < order.length ? values[order[month]!]! : value));
  return { train: cut({ ...series, values: ndarray(shuffled, [...shape]) }).train, test: cut(series).test };
};

/** Something that says the held-out months without a network. */
function rule(
  name: string,
  { claim, read = length, says }: { claim: string; read?: number; says: (parts: SeriesParts) => NDArray },
): Recipe {
  return withoutTraining(
    {
      id: `lstm-forecaster.sunspots.${name}`,
      variant: name,
      claim,
      gate: { metric: "error", atMost: 2 },
      settings: { data, rule: name, read, horizon: network.horizon },
    },
    async ({ data: folder }) => {
      const parts = cut(await sunspots(folder), read);
      return { error: rootMeanSquare(says(parts), everything(parts.test)["y"]!) };
    },
  );
}

/** Each month ahead as a weighted sum of the months before, by least squares. */
function linearly({ train, test }: SeriesParts): NDArray {
  const [learned, asked] = [everything(train), everything(test)];
  const inputs = ({ x }: Batch) => rowsOf(x!).map((row) => [...row, 1]);
  const weights = leastSquares(inputs(learned), rowsOf(learned["y"]!), { ridge: 1e-3 });
  const said = inputs(asked).map((row) =>
    weights[0]!.map((_, ahead) => row.reduce((sum, value, month) => sum + value * weights[month]![ahead]!, 0)),
  );
  return ndarray(said);
}

/** The rows of one series, [N, steps, 1]. */
function rowsOf({ data: values, shape: [rows = 0, steps = 0] }: NDArray): number[][] {
  return Array.from({ length: rows }, (_, row) => [...values.subarray(row * steps, (row + 1) * steps)]);
}

const baselines = {
  last: rule("last", {
    claim: "The last month again.",
    says: ({ test }) => lastAgain(everything(test)),
  }),
  cycle: rule("cycle", {
    claim: "The months of eleven years before again.",
    read: cycle,
    says: ({ test }) => ndarray(rowsOf(everything(test)["x"]!).map((row) => row.slice(0, network.horizon))),
  }),
  linear: rule("linear", { claim: "Linear autoregression on the same four years.", says: linearly }),
  linearCycle: rule("linear-cycle", {
    claim: "Linear autoregression on eleven years.",
    read: cycle,
    says: linearly,
  }),
};

function forecaster(
  id: string,
  claim: Pick<Recipe, "baselines" | "ratios" | "control">,
  { data: parts, months }: { data: RecipeData; months: string },
): Recipe {
  return supervisedRecipe({
    id,
    variant: "lstm-forecaster",
    reads: "the monthly sunspot numbers",
    claim:
      "From four years of sunspots, an LSTM says the next three better than linear autoregression on the same months does.",
    gate: { metric: "error", atMost: 1 },
    ...claim,
    create: () => new Forecaster(network),
    data: parts,
    meaning: async ({ data: folder }) => cut(await sunspots(folder)).meaning,
    ...forecastObjective,
    settings: { data, months, network, length, loss: "mean squared error" },
    optimizer: adam({ learningRate: 2e-3 }),
    schedule: cosineSchedule(),
    clip: { globalNorm: 1 },
    batchSize: 64,
    steps: 800,
  });
}

export const lstmSunspots = forecaster(
  "lstm-forecaster.sunspots",
  {
    baselines,
    ratios: [
      { to: "linear", atMost: 0.9 },
      { to: "last", atMost: 0.7 },
      { to: "cycle", atMost: 0.85 },
    ],
    control: forecaster("lstm-forecaster.sunspots.control", {}, { data: outOfOrder, months: "in an order of chance" }),
  },
  { data: asTheyCame, months: "as they came" },
);
