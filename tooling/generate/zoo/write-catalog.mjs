// Writes packages/zoo/src/catalog.ts, what is known of all families under packages/models and how to load each; with --check
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
  const { title, papers, lineage, variants, weights } = family;
  const known = {
    title,
    paper: papers[0],
    lineage,
    variants: mapped(variants, ({ task, params }) => ({ task: task.name, params })),
    weights: Object.keys(weights),
    recipes: recipes.map((/** @type {{ id: string }} */ recipe) => recipe.id),
    aliases: aliasesOf(variants),
  };
  const load = `load: async () => (await import("@blockzoo/${folder}")).${identifier},`;
  return `${JSON.stringify(folder)}: { ${JSON.stringify(known).slice(1, -1)}, ${load} },`;
}

/** @typedef {import("@blockzoo/family").Variant} Variant */

/** @param {Readonly<Record<string, Variant>>} variants @param {(variant: Variant) => unknown} to */
function mapped(variants, to) {
  return Object.fromEntries(Object.entries(variants).map(([id, variant]) => [id, to(variant)]));
}

/** @param {Readonly<Record<string, Variant>>} variants */
function aliasesOf(variants) {
  return Object.fromEntries(
    Object.entries(variants).flatMap(([id, { aliases = [] }]) => aliases.map((alias) => [alias, id])),
  );
}

const folders = readdirSync(models).filter((folder) => existsSync(new URL(`${folder}/package.json`, models)));
const rows = [];
for (const folder of folders.toSorted()) rows.push(await rowOf(folder));

const text = `// Made by tooling/generate/zoo/write-catalog.mjs from packages/models: do not edit.
import type { CatalogEntry } from "./catalog-entry.js";

export const catalog: Readonly<Record<string, CatalogEntry>> = { ${rows.join("\n")} };
`;
const formatted = await format(text, { ...(await resolveConfig(target)), parser: "typescript" });

if (!process.argv.includes("--check")) writeFileSync(target, formatted);
else if (!existsSync(target) || readFileSync(target, "utf8") !== formatted) {
  console.error("packages/zoo/src/catalog.ts is out of date: run tooling/generate/zoo/write-catalog.mjs");
  process.exit(1);
}
