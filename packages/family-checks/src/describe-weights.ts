import { ndarray, sizeOf, type Backend, type NDArray } from "@blockzoo/core";
import {
  graphDefinition,
  inferenceGraph,
  loadWeights,
  numericTypes,
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
   */
  readonly golden: Readonly<Record<string, readonly number[]>>;
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
    const variant = family.variants[entry.variant]!;
    let backend: Backend;
    beforeAll(async () => {
      backend = await options.backend();
    });
    afterAll(() => backend.dispose());

    it.each(graphsOf(tag, variant))("give the outputs of another implementation: $title", async (graph) => {
      const { name, title } = graph;
      const executable = await backend.compile(inferenceGraph(variant, { name }), {
        weights: await loadWeights(entry),
      });
      const { outputs } = await executable.run(fixedInputs(graph));
      executable.dispose();
      const output = outputs[graphDefinition(variant, name).output]!;
      const expected = ndarray(Float64Array.from(options.golden[title] ?? []), output.shape);
      expectClose(output, expected, "network", `${title} against its golden outputs`);
    });

    if (!options.measured.includes(tag)) return;
    it("reach the metrics of the entry", async () => {
      const { metrics } = await (await recipeOf(family, tag)).measure(await loadWeights(entry), { backend });
      expect(Object.keys(metrics)).toEqual(Object.keys(entry.metrics));
      for (const [name, value] of Object.entries(entry.metrics)) expect(metrics[name]).toBeCloseTo(value, 2);
    });
  });
}

function fixedInputs({ variant, name: graph }: CheckedGraph): Record<string, NDArray> {
  const types = numericTypes(graphDefinition(variant, graph).input, { samples: 2 });
  const inputs = Object.entries(types).map(([name, type]) => {
    const shape = type.shape as number[];
    const values = Float32Array.from({ length: sizeOf(shape) }, (_, index) => ((index * 37) % 101) / 101);
    return [name, ndarray(values, shape)] as const;
  });
  return Object.fromEntries(inputs);
}
