import ts from "typescript-api";
import { guardName } from "./guard-name.js";

/**
 * Has every round of every loop call the guard, so that a loop without an end can be told by its line. No line of the text
 * moves.
 */
export function guardLoops(text: string, file: string): string {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022);
  const insertions: { readonly at: number; readonly what: string }[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIterationStatement(node, false)) {
      const { statement } = node;
      if (ts.isBlock(statement)) insertions.push({ at: statement.getStart(source) + 1, what: ` ${guardName}();` });
      else {
        insertions.push({ at: statement.getStart(source), what: `{ ${guardName}(); ` });
        insertions.push({ at: statement.getEnd(), what: " }" });
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  // From the last on, so that places before stay what they are; of two at one place the outer one, found first, goes first.
  const ordered = insertions
    .map((insertion, order) => ({ ...insertion, order }))
    .toSorted((a, b) => b.at - a.at || b.order - a.order);
  return ordered.reduce((changed, { at, what }) => changed.slice(0, at) + what + changed.slice(at), text);
}
