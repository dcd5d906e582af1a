import type { WeightsEntry } from "@blockzoo/family";
import { families } from "@blockzoo/zoo";
import { installedFamilies, type PackagedFamily } from "./installed-families.js";
import { unknownId } from "./resolve-model.js";

/** The families of the zoo, then those of installed third-party packages. */
export async function allFamilies(): Promise<PackagedFamily[]> {
  const own = Object.entries(families).map(async ([name, load]) => ({
    package: `@blockzoo/${name}`,
    family: await load(),
  }));
  return [...(await Promise.all(own)), ...(await installedFamilies())];
}

/** Trained weights, and where they belong. */
export interface TaggedWeights extends PackagedFamily {
  readonly tag: string;
  readonly entry: WeightsEntry;
}

/** The trained weights of all families. */
export async function allWeights(): Promise<TaggedWeights[]> {
  return (await allFamilies()).flatMap((packaged) =>
    Object.entries(packaged.family.weights).map(([tag, entry]) => ({ ...packaged, tag, entry })),
  );
}

/**
 * The trained weights of a tag.
 *
 * @throws BlockzooError that names the tags most like an unknown one
 */
export async function weightsOf(tag: string): Promise<TaggedWeights> {
  const all = await allWeights();
  const found = all.find((weights) => weights.tag === tag);
  if (found === undefined) {
    throw unknownId(
      "weights tag",
      tag,
      all.map((weights) => weights.tag),
    );
  }
  return found;
}
