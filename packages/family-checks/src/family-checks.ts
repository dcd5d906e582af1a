import type { FamilyDefinition, Variant, WeightsEntry } from "@blockzoo/family";
import type { FamilyCheckGroup } from "./family-check.js";
import { metadataChecks } from "./metadata-checks.js";
import { isQuicklyRun, multiplicationsOf } from "./multiplications.js";
import { recipeChecks } from "./recipe-checks.js";
import type { Training } from "./overfit.js";
import { variantChecks } from "./variant-checks.js";
import { weightsChecks } from "./weights-checks.js";

/** What a family says about how it is checked. */
export interface FamilyCheckOptions {
  /** Names of the backends that must agree with the reference; they are given to the checks when these run. */
  readonly backends: readonly string[];
  /**
   * Variants that are run, not only traced, counted and exported. By default those of at most 100 million multiplications
   * an input: the reference takes minutes and gigabytes for larger ones.
   */
  readonly run?: readonly string[];
  /**
   * Outputs for first weights of seed 0 and the inputs of seed 0, committed by the family: what the network computes must
   * not change unnoticed. The first eight numbers of each variant that is run, by its id; of each graph where there are
   * several: `roi-detector.judge`.
   */
  readonly golden: Readonly<Record<string, readonly number[]>>;
  /**
   * How variants are trained on 32 samples where the defaults do not fit, by name; `"too small"` for those that cannot
   * learn random labels. The loss must get below 0.05.
   */
  readonly overfit?: Readonly<Record<string, Training | "too small">>;
}

/**
 * All that must hold of a family as a value, by subject: its metadata, each variant, each file of weights, its recipes. No
 * test runner is needed: {@link describeFamily} makes vitest's tests of them, the command a checklist.
 *
 * @example
 * for (const { checks } of familyChecks(lenet, { backends: ["onnxruntime"], golden })) {
 *   for (const each of checks) await each.run({ onnxruntime: backend });
 * }
 */
export function familyChecks(family: FamilyDefinition, options: FamilyCheckOptions): readonly FamilyCheckGroup[] {
  return [
    { subject: "metadata", checks: metadataChecks(family) },
    ...Object.entries<Variant>(family.variants).map(([name, variant]) => variantGroup(name, variant, options)),
    ...Object.entries<WeightsEntry>(family.weights).map(([tag]) => ({
      subject: `weights ${tag}`,
      checks: weightsChecks(family, tag),
    })),
    { subject: "recipes", checks: recipeChecks(family) },
  ];
}

function variantGroup(name: string, variant: Variant, options: FamilyCheckOptions): FamilyCheckGroup {
  const isRun = options.run?.includes(name) ?? isQuicklyRun(variant);
  const note = isRun
    ? ""
    : ` (not run: ${Math.round(multiplicationsOf(variant) / 1e6)} million multiplications an input)`;
  return { subject: `variant ${name}${note}`, checks: variantChecks(name, variant, { ...options, isRun }) };
}
