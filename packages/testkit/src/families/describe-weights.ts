import { ndarray, sizeOf, type Backend, type NDArray } from "@blockzoo/core";
import { inferenceGraph, loadWeights, type FamilyDefinition, type Variant, type WeightsEntry } from "@blockzoo/family";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expectClose } from "../tolerance.js";
import { numericTypes } from "./variant-inputs.js";
import { recipeOf } from "./weights-checks.js";

export interface WeightsTestOptions {
  /** Where the networks run. */
  readonly backend: () => Promise<Backend>;
  /**
   * What another implementation, such as a PyTorch twin with `strict=True`, computes from the same file for two samples of
   * which value `i` is `(37 i mod 101) / 101`; by tag.
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

    it("give the outputs of another implementation", async () => {
      const golden = options.golden[tag] ?? [];
      const executable = await backend.compile(inferenceGraph(variant), { weights: await loadWeights(entry) });
      const output = (await executable.run(fixedInputs(variant))).outputs[variant.output]!;
      executable.dispose();
      const expected = ndarray(Float64Array.from(golden), output.shape);
      expectClose(output, expected, "network", `${tag} against its golden outputs`);
    });

    if (!options.measured.includes(tag)) return;
    it("reach the metrics of the entry", async () => {
      const { metrics } = await (await recipeOf(family, tag)).measure(await loadWeights(entry), { backend });
      expect(Object.keys(metrics)).toEqual(Object.keys(entry.metrics));
      for (const [name, value] of Object.entries(entry.metrics)) expect(metrics[name]).toBeCloseTo(value, 2);
    });
  });
}

function fixedInputs(variant: Variant): Record<string, NDArray> {
  const inputs = Object.entries(numericTypes(variant.input, 2)).map(([name, type]) => {
    const shape = type.shape as number[];
    const values = Float32Array.from({ length: sizeOf(shape) }, (_, index) => ((index * 37) % 101) / 101);
    return [name, ndarray(values, shape)] as const;
  });
  return Object.fromEntries(inputs);
}
