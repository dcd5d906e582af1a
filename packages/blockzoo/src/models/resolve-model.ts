import { BlockzooError, nearestNames } from "@blockzoo/core";
import type { PackagedFamily } from "./installed-families.js";
import type { ResolvedModel } from "./resolved-model.js";
import { isFileId, memberOf, userModel } from "./user-model.js";

/**
 * The network that an id names: a variant `lenet5`, trained weights `lenet5.mnist`, a user's `./my-net.ts#MyNet`, or a
 * variant of an installed third-party package, alone or as `blockzoo-family-x#variant`.
 *
 * @throws BlockzooError that names the ids most like an unknown one
 */
export async function resolveModel(id: string): Promise<ResolvedModel> {
  const model = await findModel(id);
  if (model !== undefined) return model;
  const { variantIds, weightsTags } = await import("@blockzoo/zoo");
  const installed = await loadInstalled();
  const others = installed.flatMap(({ family }) => [...Object.keys(family.variants), ...Object.keys(family.weights)]);
  throw unknownId("network", id, [...variantIds, ...weightsTags, ...others]);
}

/** As {@link resolveModel}; undefined where nothing has the name. */
export async function findModel(id: string): Promise<ResolvedModel | undefined> {
  if (isFileId(id)) return userModel(id);
  // Imported here: a user's own file needs no family.
  const { findVariant, findWeights, variantIds, weightsTags, aliases } = await import("@blockzoo/zoo");
  const own = Object.hasOwn(aliases, id) ? aliases[id]! : id;
  if (variantIds.includes(own)) return memberOf(id, (await findVariant(own)).family, own);
  if (weightsTags.includes(id)) {
    const { family, entry } = await findWeights(id);
    return { ...memberOf(id, family, entry.variant), tag: id };
  }
  for (const { package: name, family } of await loadInstalled()) {
    if (Object.hasOwn(family.variants, id)) return memberOf(id, family, id);
    if (Object.hasOwn(family.weights, id)) return { ...memberOf(id, family, family.weights[id]!.variant), tag: id };
    const [wanted, variant] = id.split("#", 2);
    if (wanted === name) return memberOf(id, family, variant);
  }
  return undefined;
}

async function loadInstalled(): Promise<readonly PackagedFamily[]> {
  return (await import("./installed-families.js")).installedFamilies();
}

/** An error that names the ids most like the wrong one, or says where to find all. */
export function unknownId(what: string, wrong: string, names: readonly string[]): BlockzooError {
  const similar = nearestNames(wrong, names);
  const advice =
    similar.length === 0
      ? "`blockzoo list` shows all there are; a network of yours is named as ./my-net.ts#MyNet"
      : `did you mean ${similar.join(" or ")}?`;
  return new BlockzooError(`there is no ${what} "${wrong}": ${advice}`);
}
