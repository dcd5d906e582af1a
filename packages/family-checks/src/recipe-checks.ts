import { check } from "@blockzoo/core";
import type { FamilyDefinition, Gate, Recipe } from "@blockzoo/family";
import { recipeHash } from "@blockzoo/train";
import type { FamilyCheck } from "./family-check.js";

/** What makes a claim worth something, as far as it can be seen without training. */
export function recipeChecks(family: FamilyDefinition): readonly FamilyCheck[] {
  const recipes = async () => (await family.recipes()).recipes;
  return [
    {
      title: "has recipes, named <variant>.<dataset>, with a claim",
      async run() {
        const all = await recipes();
        check(all.length > 0, () => `${family.name} has no recipe: claims are reproduced by recipes/index.ts`);
        const ids = all.map(({ id }) => id);
        check(new Set(ids).size === ids.length, () => `recipes have the same id: ${ids.join(", ")}`);
        for (const { id, variant, claim } of all) {
          check(
            Object.hasOwn(family.variants, variant),
            () =>
              `${id} trains "${variant}", which is no variant: there are ${Object.keys(family.variants).join(", ")}`,
          );
          check(id.startsWith(`${variant}.`), () => `${id} trains ${variant}: name it ${variant}.<dataset>`);
          check(claim.trim() !== "", () => `${id} claims nothing: say in one sentence what it shows, with the source`);
        }
      },
    },
    {
      title: "holds each claim to a gate",
      async run() {
        for (const { id, gate } of await recipes()) {
          check(
            gate.metric !== "" && (gate.atLeast !== undefined || gate.atMost !== undefined),
            () => `${id} has the gate ${JSON.stringify(gate)}: give it a metric and atLeast or atMost`,
          );
        }
      },
    },
    {
      title: "breaks each claim on purpose with a control under the same gate",
      async run() {
        for (const recipe of (await recipes()).filter(claimsMuch)) {
          const { id, gate, control } = recipe;
          check(control !== undefined, () => `${id} has no control: add one, such as the same on shuffled labels`);
          check(
            sameGate(gate, control.gate),
            () => `the control of ${id} has another gate: give it ${JSON.stringify(gate)}, which it must miss`,
          );
          check(
            (await recipeHash(control)) !== (await recipeHash(recipe)),
            () => `the control of ${id} has the same settings: say in them what is broken`,
          );
        }
      },
    },
    {
      title: "measures something simpler beside a claim",
      async run() {
        const all = await recipes();
        check(
          all.some(({ baselines = {} }) => Object.keys(baselines).length > 0),
          () => `no recipe of ${family.name} has a baseline: add one, such as a linear classifier on the same data`,
        );
        for (const { id, baselines = {}, ahead = {}, ratios = [] } of all) {
          const compared = [
            ...Object.keys(ahead),
            ...ratios.flatMap(({ of, to }) => (of === undefined ? [to] : [of, to])),
          ];
          const unknown = compared.filter((name) => !Object.hasOwn(baselines, name));
          check(unknown.length === 0, () => `${id} is compared with ${unknown.join(", ")}, which is no baseline of it`);
        }
      },
    },
  ];
}

/** A recipe with an upper bound says what cannot be reached; only one that reaches something needs a control. */
function claimsMuch({ gate }: Recipe): boolean {
  return conditionsOf(gate).some(({ atLeast }) => atLeast !== undefined);
}

function sameGate(a: Gate, b: Gate): boolean {
  const text = (gate: Gate) =>
    JSON.stringify(conditionsOf(gate).map(({ metric, atLeast, atMost }) => ({ metric, atLeast, atMost })));
  return text(a) === text(b);
}

/** A gate and its further conditions. */
function conditionsOf(gate: Gate): readonly Gate[] {
  return [gate, ...(gate.and === undefined ? [] : conditionsOf(gate.and))];
}
