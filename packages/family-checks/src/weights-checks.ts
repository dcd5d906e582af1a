import { BlockzooError, check, stateOf, type StateDict } from "@blockzoo/core";
import { loadWeights, passes, trainedVariant, type FamilyDefinition, type Recipe } from "@blockzoo/family";
import { recipeHash } from "@blockzoo/train";
import type { FamilyCheck } from "./family-check.js";

/** The most bytes of a file that ships inside a package; larger ones are fetched from an address. */
const largestPackagedFile = 2_000_000;

/** What must hold of a trained file that a family offers. */
export function weightsChecks(family: FamilyDefinition, tag: string): readonly FamilyCheck[] {
  const entry = family.weights[tag]!;
  const variant = trainedVariant(family, tag);
  const isPackaged = entry.url.protocol === "file:";
  const load = (): Promise<StateDict> => loadWeights(entry);
  return [
    {
      title: "says under which licence it is, and what each output means",
      run() {
        check(entry.licence.trim() !== "", () => `${tag} has no licence: name it, and that of the training data`);
        const { task } = variant;
        const where = `${tag}: its meaning`;
        task.checkMeaning?.(task.parseMeaning(entry.meaning, where), variant, where);
      },
    },
    {
      title: "was made by the recipe as it stands, and has passed its gate",
      async run() {
        const recipe = await recipeOf(family, tag);
        const expected = {
          id: recipe.id,
          variant: recipe.variant,
          gate: recipe.gate,
          hash: await recipeHash(recipe),
        };
        const found = { id: tag, variant: entry.variant, gate: entry.gate, hash: entry.recipe.hash };
        for (const [field, value] of Object.entries(expected)) {
          const [is, shouldBe] = [JSON.stringify(found[field as keyof typeof found]), JSON.stringify(value)];
          check(
            is === shouldBe,
            () => `${tag}: ${field} is ${is}, the recipe has ${shouldBe}: train the weights again`,
          );
        }
        check(
          passes(entry.gate, entry.metrics),
          () => `${tag} misses its gate ${JSON.stringify(entry.gate)} with ${JSON.stringify(entry.metrics)}`,
        );
      },
    },
    ...(isPackaged
      ? [
          {
            title: "is the file that the entry describes, below 2 MB, and fits the network strictly",
            async run() {
              check(
                entry.size < largestPackagedFile,
                () => `${tag} has ${entry.size} bytes: offer what is larger than 2 MB at an https address`,
              );
              const given = await load();
              const wanted = new Map(stateOf(variant.create()).map(({ name, value }) => [name, value.shape.join("x")]));
              const found = new Map([...given].map(([name, { shape }]) => [name, shape.join("x")]));
              const wrong = [...new Set([...wanted.keys(), ...found.keys()])].filter(
                (name) => wanted.get(name) !== found.get(name),
              );
              check(
                wrong.length === 0,
                () => `${tag} and ${entry.variant} differ in ${wrong.join(", ")}: train the weights again`,
              );
            },
          },
        ]
      : []),
  ];
}

/** The recipe that made the weights of a tag. */
export async function recipeOf(family: FamilyDefinition, tag: string): Promise<Recipe> {
  const { id } = family.weights[tag]!.recipe;
  const { recipes } = await family.recipes();
  const found = recipes.find((recipe) => recipe.id === id);
  if (found === undefined) {
    const known = recipes.map((recipe) => recipe.id).join(", ");
    throw new BlockzooError(`${tag} was made by the recipe "${id}", which there is not: there are ${known}`);
  }
  return found;
}
