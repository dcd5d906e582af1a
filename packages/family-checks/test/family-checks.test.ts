// The kit notices what is wrong with a family: each mistake fails the one check that is about it, and no other.
import {
  add,
  Block,
  float32,
  Linear,
  mul,
  Parameter,
  referenceBackend,
  relu,
  zeros,
  type Tensor,
} from "@blockzoo/core";
import { defineFamily, forward, type Family, type FamilyDefinition, type Recipe, type Variant } from "@blockzoo/family";
import { familyChecks, type FamilyCheckOptions } from "@blockzoo/family-checks";
import { tensors } from "@blockzoo/tasks/tensors";
import { describe, expect, it } from "vitest";

class Tiny extends Block {
  readonly fc1 = new Linear(3, 32);
  readonly fc2 = new Linear(32, 2);
  forward(x: Tensor): Tensor {
    return x.pipe(this.fc1, relu, this.fc2);
  }
}

/** A parameter that does not matter. */
class Idle extends Tiny {
  readonly idle = new Parameter([1], zeros());
  override forward(x: Tensor): Tensor {
    return add(super.forward(x), mul(this.idle, 0));
  }
}

const tiny: Variant = {
  summary: "3-32-2",
  create: () => new Tiny(),
  task: tensors(),
  graphs: forward({ input: float32("N", 3) }, "logits"),
  params: 194,
};

const never = () => Promise.reject(new Error("recipes are not run"));
const recipe = (settings: Recipe["settings"], more: Partial<Recipe> = {}): Recipe => ({
  id: "tiny.points",
  variant: "tiny",
  claim: "Points are told apart.",
  gate: { metric: "accuracy", atLeast: 0.9 },
  settings,
  run: never,
  measure: never,
  ...more,
});
const control = recipe({ labels: "shuffled" });
const linear = recipe({ network: "linear" }, { id: "tiny.points.linear", gate: { metric: "accuracy", atMost: 0.6 } });
const good = recipe({}, { control, baselines: { linear } });

function family(change: Partial<FamilyDefinition> = {}, recipes: readonly Recipe[] = [good]): Family {
  return defineFamily({
    name: "tiny",
    title: "Tiny",
    papers: [{ authors: "A. Author", title: "Tiny", year: 1990, venue: "Journal of Tests" }],
    variants: { tiny },
    weights: {},
    recipes: async () => ({ recipes }),
    ...change,
  });
}

const golden = { tiny: [-0.20512400567531586, 0.24305281043052673, 0.11280326545238495, 0.09401311725378036] };
const options: FamilyCheckOptions = { backends: ["reference"], golden, overfit: { tiny: "too small" } };

/** Titles of the checks that fail, with what they say. */
async function failures(subject: Family, change: Partial<FamilyCheckOptions> = {}): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const { checks } of familyChecks(subject, { ...options, ...change })) {
    for (const { title, run } of checks) {
      await Promise.resolve()
        .then(() => run({ reference: referenceBackend() }))
        .catch((error: Error) => (found[title] = error.message));
    }
  }
  return found;
}

const withVariant = (change: Partial<Variant>) => family({ variants: { tiny: { ...tiny, ...change } } });

it("a family that has it all passes", async () => {
  expect(await failures(family())).toEqual({});
});

it("a large variant is traced and not run unless it is asked for", async () => {
  const large = withVariant({ graphs: forward({ input: float32("N", 2_000_000, 3) }, "logits") });
  const subjects = (run?: readonly string[]) =>
    familyChecks(large, { ...options, ...(run && { run }) }).map(({ subject, checks }) => [subject, checks.length]);
  expect(subjects()[1]).toEqual(["variant tiny (not run: 320 million multiplications an input)", 4]);
  expect(subjects(["tiny"])[1]).toEqual(["variant tiny", 11]);
});

describe("a mistake is noticed by the check that is about it", () => {
  it.each<[string, string, Family, Partial<FamilyCheckOptions>?]>([
    ["names its papers in full", "names no paper", family({ papers: [] })],
    [
      "says of its lineage what was new, and what it changed of each ancestor",
      'does not say what was changed of "lenet"',
      family({ lineage: { idea: "small", ancestors: [{ family: "lenet", change: "" }] } }),
    ],
    [
      "names its papers in full",
      "has no venue",
      family({ papers: [{ authors: "A", title: "T", year: 1990, venue: "" }] }),
    ],
    [
      "has a title, and says of each variant what distinguishes it",
      "without a summary: tiny",
      withVariant({ summary: " " }),
    ],
    [
      "has the parameters of its paper",
      "has 194 parameters, params in src/variants.ts says 195",
      withVariant({ params: 195 }),
    ],
    ["computes what it computed before", "has 0 golden numbers, expected 4", family(), { golden: {} }],
    ["computes what it computed before", "differs by", family(), { golden: { tiny: [1, 2, 3, 4] } }],
    [
      "passes a gradient to every parameter",
      "no gradient reaches idle",
      withVariant({ create: () => new Idle(), params: 195 }),
    ],
    ["learns 32 samples by heart", "expected below 0.05", family(), { overfit: { tiny: { steps: 2 } } }],
    ["has recipes, named <variant>.<dataset>, with a claim", "has no recipe", family({}, [])],
    ["has recipes, named <variant>.<dataset>, with a claim", "claims nothing", family({}, [{ ...good, claim: "" }])],
    [
      "has recipes, named <variant>.<dataset>, with a claim",
      "which is no variant: there are tiny",
      family({}, [{ ...good, variant: "huge" }]),
    ],
    [
      "holds each claim to a gate",
      "give it a metric and atLeast or atMost",
      family({}, [{ ...good, gate: { metric: "a" } }]),
    ],
    [
      "breaks each claim on purpose with a control under the same gate",
      "has no control",
      family({}, [recipe({}, { baselines: { linear } })]),
    ],
    [
      "breaks each claim on purpose with a control under the same gate",
      "has another gate",
      family({}, [{ ...good, control: { ...control, gate: { metric: "accuracy", atLeast: 0.5 } } }]),
    ],
    [
      "breaks each claim on purpose with a control under the same gate",
      "has the same settings",
      family({}, [{ ...good, control: recipe({}) }]),
    ],
    ["measures something simpler beside a claim", "has a baseline", family({}, [recipe({}, { control })])],
    [
      "measures something simpler beside a claim",
      "which is no baseline",
      family({}, [{ ...good, ahead: { mlp: 0.1 } }]),
    ],
  ])("%s: %s", async (title, message, subject, change) => {
    const found = await failures(subject, change);
    expect(found[title]).toContain(message);
    // Without a recipe there is no baseline either.
    expect(Object.keys(found).filter((each) => each !== title)).toEqual(
      message === "has no recipe" ? ["measures something simpler beside a claim"] : [],
    );
  });
});
