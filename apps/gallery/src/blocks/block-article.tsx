import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { CodeView } from "../family/code-view.js";
import { hrefOf } from "../frame/address.js";
import { sourceOf } from "./catalog.js";
import type { CatalogBlock } from "./catalog-page.js";
import { Described, FormulaParagraph } from "./described.js";
import "./widgets/widgets.css";
import { widgets } from "./widgets/widgets.js";

interface BlockArticleProps {
  readonly block: CatalogBlock;
  /** All, for the way to the next. */
  readonly blocks: readonly CatalogBlock[];
}

/** One block: what it is, its formula, something to play with, and its code. */
export function BlockArticle({ block, blocks }: BlockArticleProps) {
  const at = blocks.indexOf(block);
  const Widget = useWidget(block.name);
  const described = block.paragraphs.filter(({ label }) => label === undefined);
  const labelled = block.paragraphs.filter(({ label }) => label !== undefined);
  return (
    <article class="block">
      <p class="small">
        <a href={hrefOf("blocks")}>All blocks</a> <span class="muted">· {block.theme}</span>
      </p>
      <h1>
        <code>{block.name}</code>
      </h1>
      {described.map(({ text }) => (
        <p key={text}>
          <Described text={text} />
        </p>
      ))}
      <dl class="block-facts">
        {labelled.map(({ label, text }) => (
          <div key={text}>
            <dt>{label}</dt>
            {label === "Formula" ? (
              <dd class="formula" tabIndex={0}>
                <FormulaParagraph text={text} />
              </dd>
            ) : (
              <dd>
                <Described text={text} />
              </dd>
            )}
          </div>
        ))}
      </dl>
      {Widget !== undefined && (
        <section class="widget" aria-labelledby="play">
          <h2 id="play">Play with it</h2>
          <Widget />
        </section>
      )}
      <section aria-labelledby="use">
        <h2 id="use">In code</h2>
        <CodeView code={block.example} label={`How ${block.name} is used`} />
      </section>
      <Source block={block} />
      <nav class="block-neighbours" aria-label="Neighbours">
        {[at - 1, at + 1].map((index) => {
          const neighbour = blocks[index];
          return (
            <span key={index}>
              {neighbour !== undefined && (
                <a href={hrefOf("blocks", [neighbour.name])}>
                  {index < at ? "← " : ""}
                  {neighbour.name}
                  {index > at ? " →" : ""}
                </a>
              )}
            </span>
          );
        })}
      </nav>
    </article>
  );
}

function useWidget(name: string): ComponentType | undefined {
  const [widget, setWidget] = useState<ComponentType>();
  useEffect(() => {
    if (name in widgets) void widgets[name]!().then((loaded) => setWidget(() => loaded));
  }, [name]);
  return widget;
}

/** Its own code. */
function Source({ block }: { readonly block: CatalogBlock }) {
  const [code, setCode] = useState("");
  useEffect(() => void sourceOf(block).then(setCode), [block]);
  return (
    <section aria-labelledby="source">
      <h2 id="source">Source</h2>
      <p class="small muted">{block.file}</p>
      <CodeView code={code} label={`The code of ${block.name}`} />
    </section>
  );
}
