import { countParameters, type NDArray } from "@blockzoo/core";
import type { Recipe, RecipeResult } from "@blockzoo/family";
import { diagram, reportHtml, type BaselineRow } from "@blockzoo/inspect";
import { lenet } from "@blockzoo/lenet";

export interface QuickstartReport {
  readonly recipe: Recipe;
  readonly result: RecipeResult;
  readonly rows: readonly BaselineRow[];
  /** Test images `x` [N, 1, 32, 32] and their digits `y`. */
  readonly images: Readonly<Record<string, NDArray>>;
  readonly logits: NDArray;
  readonly difference: number;
}

/** The page that the demo leaves behind. */
export function quickstartReport({ recipe, result, rows, images, logits, difference }: QuickstartReport): string {
  const model = lenet.create("lenet5");
  const { predictions } = result;
  return reportHtml({
    title: "LeNet-5 on hard glyphs",
    introduction: recipe.claim,
    facts: [
      ["held-out accuracy", result.metrics["accuracy"]!.toFixed(3)],
      ["parameters", countParameters(model).toLocaleString("en")],
      ["steps", String(result.history.length)],
      ["ONNX file against blockzoo", difference.toExponential(1)],
    ],
    history: result.history,
    ...(predictions === undefined ? {} : { confusion: predictions }),
    filters: result.weights.get("conv1.weight")!,
    samples: samples(images, logits),
    diagram: diagram(model, { inputs: lenet.variants.lenet5.graphs.forward.input, name: "LeNet-5" }),
    baselines: rows,
    command: "npm run demo",
  });
}

function samples({ x, y }: Readonly<Record<string, NDArray>>, logits: NDArray) {
  const classes = logits.shape[1]!;
  const pixels = x!.data.length / x!.shape[0]!;
  return Array.from({ length: 24 }, (_, index) => {
    const row = [...logits.data.subarray(index * classes, (index + 1) * classes)];
    const predicted = row.indexOf(Math.max(...row));
    const actual = y!.data[index]!;
    return {
      image: { shape: [32, 32], data: x!.data.subarray(index * pixels, (index + 1) * pixels) },
      caption: predicted === actual ? `${predicted}` : `${predicted}, is ${actual}`,
      wrong: predicted !== actual,
    };
  });
}
