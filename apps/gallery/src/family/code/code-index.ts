// Where things stand in TypeScript: classes, the fields that they make, and what their methods call.
import type { SyntaxNode, Tree } from "@lezer/common";
import { parser } from "@lezer/javascript";
import type { SourceFile } from "./sources.js";

const typescript = parser.configure({ dialect: "ts" });

export function parsed(code: string): Tree {
  return typescript.parse(code);
}

/** A class of an architecture. */
export interface ClassPlace {
  readonly file: SourceFile;
  /** From 1. */
  readonly line: number;
  /** The class that it extends. */
  readonly base: string | undefined;
  /** Where each field is made: in the constructor, or where it is declared. */
  readonly fields: ReadonlyMap<string, number>;
  /** Where methods name something, such as a function that they call. */
  readonly uses: ReadonlyMap<string, readonly number[]>;
}

/** The classes of some files by name, the first of each. */
export function indexCode(files: readonly SourceFile[]): ReadonlyMap<string, ClassPlace> {
  const found = new Map<string, ClassPlace>();
  for (const file of files) {
    for (const node of file.code.includes("class ") ? childrenOf(parsed(file.code).topNode) : []) {
      const declared = node.name === "ExportDeclaration" ? node.getChild("ClassDeclaration") : node;
      if (declared?.name !== "ClassDeclaration") continue;
      const name = textOf(file.code, declared.getChild("VariableDefinition"));
      if (!found.has(name)) found.set(name, classPlace(file, declared));
    }
  }
  return found;
}

function classPlace(file: SourceFile, declared: SyntaxNode): ClassPlace {
  const { code } = file;
  const lines = lineStarts(code);
  const lineOf = (node: SyntaxNode) => lineAt(lines, node.from);
  const made = new Map<string, number>();
  const declaredAt = new Map<string, number>();
  const uses = new Map<string, number[]>();
  for (const member of childrenOf(declared.getChild("ClassBody"))) {
    if (member.name === "PropertyDeclaration") {
      const field = textOf(code, member.getChild("PropertyDefinition"));
      declaredAt.set(field, lineOf(member));
      if (member.getChild("Equals") !== null) made.set(field, lineOf(member));
    }
    if (member.name !== "MethodDeclaration") continue;
    for (const field of fieldsAmongParameters(member)) declaredAt.set(textOf(code, field), lineOf(field));
    walk(member, (node) => {
      if (node.name === "AssignmentExpression") {
        const field = fieldOf(code, node.firstChild);
        if (field !== undefined && !made.has(field)) made.set(field, lineOf(node));
      }
      if (node.name === "VariableName") {
        const name = textOf(code, node);
        uses.set(name, [...(uses.get(name) ?? []), lineOf(node)]);
      }
    });
  }
  const base = textOf(code, declared.getChild("VariableName"));
  return {
    file,
    line: lineOf(declared),
    base: base === "" ? undefined : base,
    fields: new Map([...declaredAt, ...made]),
    uses,
  };
}

/** What a constructor declares by `readonly net: Block` among its parameters. */
function fieldsAmongParameters(method: SyntaxNode): SyntaxNode[] {
  let isField = false;
  return childrenOf(method.getChild("ParamList")).filter((node) => {
    if (node.name === ",") isField = false;
    if (node.name === "readonly" || node.name === "Privacy") isField = true;
    return node.name === "VariableDefinition" && isField;
  });
}

/** The field of `this` that is assigned to. */
function fieldOf(code: string, target: SyntaxNode | null): string | undefined {
  if (target?.name !== "MemberExpression" || target.getChild("this") === null) return undefined;
  const name = textOf(code, target.getChild("PropertyName"));
  return name === "" ? undefined : name;
}

function walk(node: SyntaxNode, visit: (node: SyntaxNode) => void): void {
  visit(node);
  for (const child of childrenOf(node)) walk(child, visit);
}

function childrenOf(node: SyntaxNode | null): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (let child = node?.firstChild ?? null; child !== null; child = child.nextSibling) found.push(child);
  return found;
}

function textOf(code: string, node: SyntaxNode | null): string {
  return node === null ? "" : code.slice(node.from, node.to);
}

function lineStarts(code: string): number[] {
  return [0, ...[...code.matchAll(/\n/g)].map(({ index }) => index + 1)];
}

/** The line of a position, from 1. */
function lineAt(starts: readonly number[], position: number): number {
  const after = starts.findIndex((start) => start > position);
  return after < 0 ? starts.length : after;
}
