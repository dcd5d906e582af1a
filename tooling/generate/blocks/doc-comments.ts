import { parseSync } from "oxc-parser";

/** An exported class or function with its doc comment. */
export interface Documented {
  readonly name: string;
  readonly kind: "class" | "function";
  /** The paragraphs that belong to no tag, each on one line. A tag ends with its paragraph, an example with the next tag. */
  readonly paragraphs: readonly string[];
  /** The code after `@example`, without the tag; undefined where there is none. */
  readonly example: string | undefined;
}

/** The exported functions and concrete classes of one file, in order; those without a comment have no paragraphs. */
export function documentedExports(path: string, source: string): Documented[] {
  const { program, comments } = parseSync(path, source);
  return program.body.flatMap((node) => {
    if (node.type !== "ExportNamedDeclaration") return [];
    const { declaration } = node;
    const isFunction = declaration?.type === "FunctionDeclaration";
    if (!isFunction && declaration?.type !== "ClassDeclaration") return [];
    if (declaration.type === "ClassDeclaration" && declaration.abstract) return [];
    const comment = comments.find(
      ({ type, value, end }) =>
        type === "Block" && value.startsWith("*") && end <= node.start && source.slice(end, node.start).trim() === "",
    );
    const name = declaration.id?.name ?? "default";
    return [{ name, kind: isFunction ? "function" : "class", ...partsOf(comment?.value ?? "") }];
  });
}

function partsOf(comment: string): Pick<Documented, "paragraphs" | "example"> {
  const text = comment
    .split("\n")
    .map((line) => line.replace(/^\s*\*+ ?/, ""))
    .join("\n");
  const parts = text.split(/^(?=@\w+)/m);
  const isExample = (part: string) => part.startsWith("@example");
  const paragraphs = parts
    .filter((part) => !isExample(part))
    .flatMap((part) => part.split(/\n\s*\n/))
    .filter((paragraph) => !paragraph.startsWith("@"))
    .map((paragraph) => paragraph.replace(/\s*\n\s*/g, " ").trim())
    .filter((paragraph) => paragraph !== "")
    .map((paragraph) => paragraph.replace(/\{@link ([^}]+)\}/g, "`$1`"));
  const example = parts.find(isExample);
  return { paragraphs, example: example?.replace(/^@example\s*/, "").trimEnd() };
}
