import { blockCatalog } from "../blocks/catalog.js";
import { summaryOf } from "../blocks/catalog-page.js";
import { Described, FormulaParagraph } from "../blocks/described.js";
import { hrefOf } from "../frame/address.js";
import { useAnswer } from "./use-answer.js";

/** What a block or a function of the library does, as its page in the catalogue says it; nothing for those of an architecture itself. */
export function BlockFormula({ name }: { readonly name: string }) {
  const catalog = useAnswer(blockCatalog, []);
  const block = catalog.answer?.find((each) => each.name === name);
  if (block === undefined) return null;
  const formula = block.paragraphs.find(({ label }) => label === "Formula");
  return (
    <div class="block-formula">
      <p>
        <Described text={summaryOf(block)} /> <a href={hrefOf("blocks", [name])}>More of {name}</a>
      </p>
      {formula !== undefined && (
        // Long ones scroll, by arrows too.
        <p class="formula" tabIndex={0}>
          <FormulaParagraph text={formula.text} />
        </p>
      )}
    </div>
  );
}
