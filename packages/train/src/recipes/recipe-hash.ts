import { BlockzooError } from "@blockzoo/core";
import type { Recipe } from "@blockzoo/family";
import { sha256 } from "../sha256.js";

/**
 * Ties committed results and weights to a recipe: the first 16 hexadecimal digits of the SHA-256 of its settings as
 * canonical JSON, which is JSON with sorted keys and no spaces.
 *
 * @throws BlockzooError where a setting is not plain data
 */
export async function recipeHash({ id, settings }: Pick<Recipe, "id" | "settings">): Promise<string> {
  return (await sha256(canonicalJson(settings, `the settings of ${id}`))).slice(0, 16);
}

function canonicalJson(value: unknown, where: string): string {
  if (value === null || typeof value === "boolean" || typeof value === "string") return JSON.stringify(value);
  if (typeof value === "number" && Number.isFinite(value)) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((item, index) => canonicalJson(item, `${where}.${index}`)).join()}]`;
  if (typeof value !== "object" || Object.getPrototypeOf(value) !== Object.prototype) {
    throw new BlockzooError(
      `${where}: expected plain data (finite numbers, texts, lists, records), found ${typeof value}`,
    );
  }
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  const texts = entries.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item, `${where}.${key}`)}`);
  return `{${texts.toSorted().join()}}`;
}
