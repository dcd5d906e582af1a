// Writes packages/zoo/src/catalog.ts, the ids of all families under packages/models and how to load each; with --check
// only says whether it is up to date.
//
//   node --conditions=@blockzoo/source --import tsx tooling/generate/zoo/write-catalog.mjs [--check]
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { format, resolveConfig } from "prettier";

const models = new URL("../../../packages/models/", import.meta.url);
const target = fileURLToPath(new URL("../../../packages/zoo/src/catalog.ts", import.meta.url));

/** @param {string} folder */
async function rowOf(folder) {
  const exported = await import(new URL(`${folder}/src/index.ts`, models).href);
  const found = Object.entries(exported).find(
    ([, value]) => value?.name === folder && typeof value.recipes === "function",
  );
  if (found === undefined)
    throw new Error(`packages/models/${folder}/src/index.ts exports no family named "${folder}"`);
  const [identifier, family] = found;
  const { recipes } = await import(new URL(`${folder}/recipes/index.ts`, models).href);
  const ids = {
    variants: Object.keys(family.variants),
    weights: Object.keys(family.weights),
    recipes: recipes.map((/** @type {{ id: string }} */ recipe) => recipe.id),
  };
  const aliases = Object.fromEntries(
    Object.entries(family.variants).flatMap(([id, variant]) =>
      (variant.aliases ?? []).map((/** @type {string} */ alias) => [alias, id]),
    ),
  );
  const lists = Object.entries(ids).map(([kind, names]) => `${kind}: ${JSON.stringify(names)},`);
  const load = `load: async () => (await import("@blockzoo/${folder}")).${identifier},`;
  return `${JSON.stringify(folder)}: { ${lists.join(" ")} aliases: ${JSON.stringify(aliases)}, ${load} },`;
}

const folders = readdirSync(models).filter((folder) => existsSync(new URL(`${folder}/package.json`, models)));
const rows = [];
for (const folder of folders.toSorted()) rows.push(await rowOf(folder));

const text = `// Made by tooling/generate/zoo/write-catalog.mjs from packages/models: do not edit.
import type { Family } from "@blockzoo/family";

/** What a family has, by id, and how to load it. */
export interface CatalogEntry {
  readonly variants: readonly string[];
  readonly weights: readonly string[];
  readonly recipes: readonly string[];
  /** Ids of variants by their other spellings. */
  readonly aliases: Readonly<Record<string, string>>;
  load(): Promise<Family>;
}

export const catalog: Readonly<Record<string, CatalogEntry>> = { ${rows.join("\n")} };
`;
const formatted = await format(text, { ...(await resolveConfig(target)), parser: "typescript" });

if (!process.argv.includes("--check")) writeFileSync(target, formatted);
else if (!existsSync(target) || readFileSync(target, "utf8") !== formatted) {
  console.error("packages/zoo/src/catalog.ts is out of date: run tooling/generate/zoo/write-catalog.mjs");
  process.exit(1);
}
