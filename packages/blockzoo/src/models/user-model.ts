import { existsSync } from "node:fs";
import { BlockzooError } from "@blockzoo/core";
import { exportedNetwork, type Family } from "@blockzoo/family";
import { tensors } from "@blockzoo/tasks/tensors";
import { loadModule } from "./load-module.js";
import type { ResolvedModel } from "./resolved-model.js";

/** Whether an id is a user's file, as `./my-net.ts#MyNet`, instead of a name. */
export function isFileId(id: string): boolean {
  return /^\.{0,2}[/\\]|^[A-Za-z]:[/\\]|\.[mc]?[jt]s(#|$)/.test(id);
}

/** The network in a user's file: what `exportedNetwork` finds there; of a family, `#family.variant` names one. */
export async function userModel(id: string): Promise<ResolvedModel> {
  // The last # separates file and export; folders may have some in their names, and so may the file.
  const hash = existsSync(id) ? -1 : id.search(/#[^#/\\]*$/);
  const [path, selected] = hash < 0 ? [id] : [id.slice(0, hash), id.slice(hash + 1)];
  const [selector, ...rest] = selected?.split(".") ?? [];
  const exported = exportedNetwork(await loadModule(path), { path, selector });
  const { name } = exported;
  switch (exported.kind) {
    case "family":
      return memberOf(id, exported.family, rest.join(".") || undefined);
    case "variant":
      return { id, name, variant: exported.variant };
    case "network": {
      const { create, graphs } = exported;
      return { id, name, variant: { summary: `a network in ${path}`, create, task: tensors(), graphs, params: 0 } };
    }
  }
}

/** One variant of a family: the one named, or the only one. */
export function memberOf(id: string, family: Family, variant: string | undefined): ResolvedModel {
  const names = Object.keys(family.variants);
  const chosen = variant ?? (names.length === 1 ? names[0]! : undefined);
  const found = chosen !== undefined && Object.hasOwn(family.variants, chosen) ? family.variants[chosen] : undefined;
  if (chosen === undefined || found === undefined) {
    const problem = chosen === undefined ? "name one of its variants" : `the family has no variant "${chosen}"`;
    throw new BlockzooError(`${id}: ${problem}: ${names.join(", ")}`);
  }
  return { id, name: chosen, variant: found, family };
}
