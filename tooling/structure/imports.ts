import { parseSync, Visitor, type StringLiteral } from "oxc-parser";

/** `type` imports vanish at run time; `dynamic` ones run only when their function does. */
export type ImportKind = "static" | "dynamic" | "type";

export interface Import {
  readonly specifier: string;
  readonly kind: ImportKind;
  readonly line: number;
}

/** All imports and re-exports of one file. A dynamic import of a computed name is not listed. */
export function importsOf(path: string, source: string): readonly Import[] {
  const found: Import[] = [];
  const add = (literal: Pick<StringLiteral, "value" | "start">, kind: ImportKind): void => {
    const line = source.slice(0, literal.start).split("\n").length;
    found.push({ specifier: literal.value, kind, line });
  };
  const { program } = parseSync(path, source);
  new Visitor({
    // `import { type X } from "y"` still loads y at run time (verbatimModuleSyntax); only `import type` does not.
    ImportDeclaration: (node) => add(node.source, node.importKind === "type" ? "type" : "static"),
    ExportAllDeclaration: (node) => add(node.source, node.exportKind === "type" ? "type" : "static"),
    ExportNamedDeclaration: (node) => {
      if (node.source !== null) add(node.source, node.exportKind === "type" ? "type" : "static");
    },
    ImportExpression: (node) => {
      if (node.source.type === "Literal" && typeof node.source.value === "string") {
        add({ value: node.source.value, start: node.source.start }, "dynamic");
      }
    },
    TSImportType: (node) => add(node.source, "type"),
  }).visit(program);
  return found.toSorted((a, b) => a.line - b.line);
}
