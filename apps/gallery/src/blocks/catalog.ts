import { codeOf, readCatalog, type CatalogBlock } from "./catalog-page.js";

const pages = import.meta.glob<string>("../../../../docs/blocks.md", { query: "?raw", import: "default" });
const sources = import.meta.glob<string>("../../../../packages/core/src/{layers,functions,ops}/**/*.ts", {
  query: "?raw",
  import: "default",
});

/** All blocks and functions, by theme; fetched when it is first asked. */
export async function blockCatalog(): Promise<readonly CatalogBlock[]> {
  return readCatalog(await pages["../../../../docs/blocks.md"]!());
}

/** The code of a block. */
export async function sourceOf({ name, file }: CatalogBlock): Promise<string> {
  return codeOf(name, await sources[`../../../../${file}`]!());
}
