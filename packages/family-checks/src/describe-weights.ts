import { ndarray, sizeOf, type Backend, type Feeds, type NDArray, type TensorType } from "@blockzoo/core";
import {
  graphDefinition,
  inferenceGraph,
  loadWeights,
  numericTypes,
  trainedVariant,
  type FamilyDefinition,
  type WeightsEntry,
} from "@blockzoo/family";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expectClose } from "@blockzoo/testkit";
import { graphsOf, type CheckedGraph } from "./checked-graph.js";
import { recipeOf } from "./weights-checks.js";

export interface WeightsTestOptions {
  /** Where the networks run. */
  readonly backend: () => Promise<Backend>;
  /**
   * What another implementation, such as a PyTorch twin with `strict=True`, computes from the same file for two samples of
   * which value `i` is `(37 i mod 101) / 101`; by tag, and by tag and graph where there are several: `roi-detector.one-shape.judge`.
   * A graph is fed with what those before it give by the name of its input. Of an output with more than 1,000 values only every
   * 53rd is told.
   */
  readonly golden: Readonly<Record<string, readonly number[]>>;
  /** By tag and name, inputs in the place of such fixed ones that would say little: regions, which are pixels of the image. */
  readonly inputs?: Readonly<Record<string, Feeds>>;
  /** Tags that are measured again: those whose data are at hand. */
  readonly measured: readonly string[];
}

/**
 * What every trained file that a family ships must satisfy beyond {@link describeFamily}: it computes what another
 * implementation computes from it, and reaches the metrics of its entry.
 *
 * @example describeWeights(lenet, { backend: () => onnxruntime(), golden, measured: ["lenet5.glyphs"] })
 */
export function describeWeights(family: FamilyDefinition, options: WeightsTestOptions): void {
  describe.each(Object.entries<WeightsEntry>(family.weights))("weights %s", (tag, entry) => {
    const variant = trainedVariant(family, tag);
    let backend: Backend;
    beforeAll(async () => {
      backend = await options.backend();
    });
    afterAll(() => backend.dispose());

    it("give the outputs of another implementation", async () => {
      const weights = await loadWeights(entry);
      const known: Record<string, NDArray> = { ...options.inputs?.[tag] };
      for (const graph of graphsOf(tag, variant)) {
        const executable = await backend.compile(inferenceGraph(variant, { name: graph.name }), { weights });
        const { outputs } = await executable.run(inputsOf(graph, known));
        executable.dispose();
        Object.assign(known, outputs);
        const found = toldValues(outputs[graphDefinition(variant, graph.name).output]!);
        const expected = ndarray([...(options.golden[graph.title] ?? [])]);
        expectClose(found, expected, "network", `${graph.title} against its golden outputs`);
      }
    });

    if (!options.measured.includes(tag)) return;
    it("reach the metrics of the entry", async () => {
      const { metrics } = await (await recipeOf(family, tag)).measure(await loadWeights(entry), { backend });
      expect(Object.keys(metrics)).toEqual(Object.keys(entry.metrics));
      for (const [name, value] of Object.entries(entry.metrics)) expect(metrics[name]).toBeCloseTo(value, 2);
    });
  });
}

/** So many values of an output are compared. */
const mostTold = 1000;
/** A prime, so that all channels, rows and columns are met. */
const toldStep = 53;

function toldValues({ data }: NDArray): NDArray {
  return ndarray(data.length > mostTold ? data.filter((_, index) => index % toldStep === 0) : data);
}

/** What a graph takes: what is known by the name of an input, else fixed values. */
function inputsOf({ variant, name: graph }: CheckedGraph, known: Feeds): Feeds {
  const types = numericTypes(graphDefinition(variant, graph), { samples: 2 });
  const inputs = Object.entries(types).map(([name, type]) => [name, known[name] ?? fixedInput(type)] as const);
  return Object.fromEntries(inputs);
}

function fixedInput(type: TensorType): NDArray {
  const shape = type.shape as number[];
  return ndarray(
    Float32Array.from({ length: sizeOf(shape) }, (_, index) => ((index * 37) % 101) / 101),
    shape,
  );
}
