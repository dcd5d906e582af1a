import { Fragment, type ComponentChildren } from "preact";
import type { Formula } from "./formula.js";
import { parseFormula } from "./parse-formula.js";

/** A formula of a doc comment, set by the browser's own MathML. */
export function MathFormula({ text }: { readonly text: string }) {
  return <math aria-label={text}>{setOf(parseFormula(text))}</math>;
}

function setOf(formula: Formula): ComponentChildren {
  switch (formula.kind) {
    case "name":
      return <mi>{formula.text.replace("'", "′")}</mi>;
    case "number":
      return <mn>{formula.text}</mn>;
    case "sign":
      return <mo>{signs[formula.text] ?? formula.text}</mo>;
    case "row":
      return <mrow>{formula.pieces.map((piece, index) => pieceOf(piece, formula.pieces[index - 1]))}</mrow>;
    case "fraction":
      return (
        <mfrac>
          {setOf(formula.numerator)}
          {setOf(formula.denominator)}
        </mfrac>
      );
    case "root":
      return <msqrt>{setOf(formula.radicand)}</msqrt>;
    case "fence":
      return (
        <mrow>
          <mo>{formula.open}</mo>
          {setOf(formula.body)}
          <mo>{formula.close}</mo>
        </mrow>
      );
    case "matrix":
      return (
        <mrow>
          <mo>[</mo>
          <mtable>
            {formula.rows.map((cells, row) => (
              <mtr key={row}>
                {cells.map((cell, column) => (
                  <mtd key={column}>{setOf(cell)}</mtd>
                ))}
              </mtr>
            ))}
          </mtable>
          <mo>]</mo>
        </mrow>
      );
    case "scripts":
      return scriptsOf(formula);
  }
}

const signs: Readonly<Record<string, string>> = { "-": "−", "*": "·", "..": "…", "...": "…", Σ: "∑", Π: "∏" };

function scriptsOf({ base, below, above }: Extract<Formula, { kind: "scripts" }>): ComponentChildren {
  const isSum = base.kind === "sign";
  if (below !== undefined && above !== undefined) {
    return (
      <msubsup>
        {setOf(base)}
        {setOf(below)}
        {setOf(above)}
      </msubsup>
    );
  }
  if (below !== undefined && isSum) {
    return (
      <munder>
        {setOf(base)}
        {setOf(below)}
      </munder>
    );
  }
  return below !== undefined ? (
    <msub>
      {setOf(base)}
      {setOf(below)}
    </msub>
  ) : (
    <msup>
      {setOf(base)}
      {setOf(above!)}
    </msup>
  );
}

/** What follows a factor as another one stands a little apart: MathML sets no space between names. */
function pieceOf(piece: Formula, before: Formula | undefined): ComponentChildren {
  const isProduct = before !== undefined && before.kind !== "sign" && piece.kind !== "sign";
  return (
    <Fragment>
      {isProduct && <mspace width="0.22em" />}
      {setOf(piece)}
    </Fragment>
  );
}
