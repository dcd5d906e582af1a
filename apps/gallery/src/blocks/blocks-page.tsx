import { useEffect, useState } from "preact/hooks";
import type { PageProps } from "../frame/page.js";
import { BlockArticle } from "./block-article.js";
import { BlockIndex } from "./block-index.js";
import "./blocks.css";
import { blockCatalog } from "./catalog.js";
import type { CatalogBlock } from "./catalog-page.js";
import { BlockNames } from "./described.js";

/** Every block and function that nets are built from, and one of them: `#/blocks`, `#/blocks/Conv2d`. */
export function BlocksPage({ address }: PageProps) {
  const [blocks, setBlocks] = useState<readonly CatalogBlock[]>([]);
  useEffect(() => void blockCatalog().then(setBlocks), []);
  const [name] = address.parts;
  const block = blocks.find((each) => each.name === name);
  if (blocks.length === 0) return null;
  return (
    <BlockNames.Provider value={new Set(blocks.map((each) => each.name))}>
      {block === undefined ? (
        <BlockIndex blocks={blocks} unknown={name} />
      ) : (
        <BlockArticle key={block.name} block={block} blocks={blocks} />
      )}
    </BlockNames.Provider>
  );
}
