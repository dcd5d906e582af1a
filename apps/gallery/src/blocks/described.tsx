import { createContext, type ComponentChild } from "preact";
import { useContext } from "preact/hooks";
import { hrefOf } from "../frame/address.js";
import { MathFormula } from "./formula/math.js";

/** Names of blocks: where a paragraph says one, it leads there. */
export const BlockNames = createContext<ReadonlySet<string>>(new Set());

/** A paragraph of a doc comment: what stands between backticks is code. */
export function Described({ text }: { readonly text: string }) {
  return <Quoting text={text} show={(code) => <code>{code}</code>} />;
}

/** A paragraph whose quotations are formulas. */
export function FormulaParagraph({ text }: { readonly text: string }) {
  return <Quoting text={text} show={(formula) => <MathFormula text={formula} />} />;
}

interface QuotingProps {
  readonly text: string;
  readonly show: (quoted: string) => ComponentChild;
}

function Quoting({ text, show }: QuotingProps) {
  const names = useContext(BlockNames);
  const quoted = (part: string) =>
    names.has(part) ? (
      <a href={hrefOf("blocks", [part])}>
        <code>{part}</code>
      </a>
    ) : (
      show(part)
    );
  return <>{text.split("`").map((part, index) => (index % 2 === 1 ? quoted(part) : part))}</>;
}
