import { useState } from "preact/hooks";
import { Field } from "../design/field.js";
import { Notice } from "../design/notice.js";
import { hrefOf } from "../frame/address.js";
import { summaryOf, type CatalogBlock } from "./catalog-page.js";
import { Described } from "./described.js";
import { widgets } from "./widgets/widgets.js";

interface BlockIndexProps {
  readonly blocks: readonly CatalogBlock[];
  /** What the address asked for, where there is no such block. */
  readonly unknown: string | undefined;
}

/** All blocks by theme; what is typed leaves those that say it. */
export function BlockIndex({ blocks, unknown }: BlockIndexProps) {
  const [wanted, setWanted] = useState("");
  const found = blocks.filter((block) => says(block, wanted.trim().toLowerCase()));
  const themes = [...new Set(found.map(({ theme }) => theme))];
  return (
    <>
      <h1>What nets are built from</h1>
      <p class="lead">
        {blocks.length} blocks and functions, each with its formula, its source and where it comes from. Those with a
        dot are to be played with.
      </p>
      {unknown !== undefined && <Notice kind="hint">There is no block called “{unknown}”.</Notice>}
      <div class="block-search">
        <Field label="Search">
          <input type="search" value={wanted} onInput={(event) => setWanted(event.currentTarget.value)} />
        </Field>
      </div>
      <p class="visually-hidden" role="status">
        {found.length} found
      </p>
      {found.length === 0 && <p>Nothing here says “{wanted}”.</p>}
      {themes.map((theme) => (
        <section key={theme} aria-label={theme}>
          <h2>{theme}</h2>
          <ul class="block-list">
            {found
              .filter((block) => block.theme === theme)
              .map((block) => (
                <li key={block.name}>
                  <a href={hrefOf("blocks", [block.name])} data-has-widget={block.name in widgets}>
                    <code>{block.name}</code>
                  </a>
                  <span class="muted small">
                    <Described text={summaryOf(block)} />
                  </span>
                </li>
              ))}
          </ul>
        </section>
      ))}
    </>
  );
}

function says({ name, theme, paragraphs }: CatalogBlock, wanted: string): boolean {
  return [name, theme, ...paragraphs.map(({ text }) => text)].some((text) => text.toLowerCase().includes(wanted));
}
