/** What codes look like: images beside what is left of them, images on the way from one to another, codes as points. */
import { ndarray, type NDArray, type StateDict } from "@blockzoo/core";
import { everything, subset, type Dataset } from "@blockzoo/data";
import { openVariant, type Figure, type MeasureContext, type Network } from "@blockzoo/family";
import type { RecipeDatasets } from "@blockzoo/train";
import type { variants } from "../src/variants.js";
import { coordinates, principalComponents, projection, type PrincipalComponents } from "./principal-components.js";

interface DigitFiguresOptions extends RecipeDatasets {
  readonly variant: (typeof variants)[keyof typeof variants];
  readonly weights: StateDict;
  /** Length of the codes. */
  readonly units: number;
  readonly backend: MeasureContext["backend"];
}

/** How many held-out codes are drawn as points. */
const drawnCodes = 5000;
const columns = 10;

/** Pictures of a network's codes of held-out digits, beside as many principal components. */
export async function digitFigures({
  variant,
  weights,
  units,
  backend,
  train,
  test,
}: DigitFiguresOptions): Promise<Figure[]> {
  const opened = await openVariant({ variant, weights, meaning: variant.meaning, source: "these weights", backend });
  const { forward, encode, decode } = opened.networks;
  const components = principalComponents(train, units);
  try {
    const digits = oneOfEach(test);
    const figures: Figure[] = [
      {
        kind: "images",
        title: `Held-out digits; by ${units} principal components; by codes of ${units} numbers`,
        images: stacked([digits, projection(components, digits), await outputOf(forward!, digits)]),
        columns,
      },
      {
        kind: "images",
        title: "From one held-out digit to another, by their codes",
        images: await outputOf(decode!, waysBetween(await outputOf(encode!, digits))),
        columns,
      },
    ];
    return units === 2 ? [...figures, ...(await codeFigures(encode!, components, test))] : figures;
  } finally {
    opened.use.dispose();
  }
}

async function codeFigures(encode: Network, components: PrincipalComponents, test: Dataset): Promise<Figure[]> {
  const { x, y } = everything(
    subset(
      test,
      Uint32Array.from({ length: drawnCodes }, (_, index) => index),
    ),
  );
  const points = (title: string, codes: NDArray): Figure => ({
    kind: "points",
    title,
    points: codes,
    classes: y!.data as Int32Array,
    labels: test.labels!,
  });
  return [
    points("Held-out digits by two principal components", coordinates(components, x!)),
    points("Held-out digits by codes of two numbers", await outputOf(encode, x!)),
  ];
}

/** The first sample of each class. */
export function oneOfEach(dataset: Dataset): NDArray {
  const { y } = everything(
    subset(
      dataset,
      Uint32Array.from({ length: 200 }, (_, index) => index),
    ),
  );
  return dataset.gather(dataset.labels!.map((_, label) => y!.data.findIndex((each: number) => each === label)))["x"]!;
}

/** Codes in straight lines from each code of an even place to the next. */
function waysBetween({ shape, data }: NDArray): NDArray {
  const units = shape[1]!;
  const ways = shape[0]! / 2;
  const codes = Float32Array.from({ length: ways * columns * units }, (_, at) => {
    const [unit, row] = [at % units, Math.floor(at / units)];
    const [way, share] = [Math.floor(row / columns), (row % columns) / (columns - 1)];
    return (1 - share) * data[2 * way * units + unit]! + share * data[(2 * way + 1) * units + unit]!;
  });
  return ndarray(codes, [ways * columns, units]);
}

async function outputOf(network: Network, input: NDArray): Promise<NDArray> {
  const [name] = Object.keys(network.input);
  return (await network.outputs({ [name!]: input }))[network.output]!;
}

function stacked(batches: readonly NDArray[]): NDArray {
  const data = Float32Array.from(batches.flatMap((batch) => [...batch.data]));
  return ndarray(data, [batches.reduce((sum, { shape }) => sum + shape[0]!, 0), ...batches[0]!.shape.slice(1)]);
}
