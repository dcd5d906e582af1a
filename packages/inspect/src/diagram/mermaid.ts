import { thousands } from "../drawing/numbers.js";
import { kindStyles } from "./kind-styles.js";
import { clusterText, edgeLabel, type Diagram, type DiagramNode } from "./model.js";

/** The diagram as Mermaid text, which GitHub and many documentation tools draw. */
export function diagramMermaid(diagram: Diagram): string {
  const kinds = [...new Set(diagram.nodes.map((node) => node.kind))];
  return [
    "---",
    `title: ${yamlString(`${diagram.title} (${thousands(diagram.parameters)} parameters)`)}`,
    "---",
    "flowchart TB",
    ...members(diagram, undefined, "  "),
    ...diagram.edges.map((edge) => {
      const text = edgeLabel(diagram, edge);
      return `  ${edge.from} ${edge.feedback ? "-.->" : "-->"}${text === "" ? "" : `|${quoted(text)}|`} ${edge.to}`;
    }),
    ...kinds.map((kind) => {
      const { fill, stroke } = kindStyles[kind];
      return `  classDef ${kind} fill:${fill},stroke:${stroke},color:#1f2933`;
    }),
    "",
  ].join("\n");
}

function members(diagram: Diagram, cluster: string | undefined, indent: string): string[] {
  return [
    ...diagram.nodes.filter((node) => node.cluster === cluster).map((node) => indent + nodeText(node)),
    ...diagram.clusters
      .filter(({ parent }) => parent === cluster)
      .flatMap((inner) => [
        `${indent}subgraph ${inner.id}[${quoted(clusterText(inner))}]`,
        ...members(diagram, inner.id, `${indent}  `),
        `${indent}end`,
      ]),
  ];
}

function nodeText({ id, kind, label, detail, repeat }: DiagramNode): string {
  const text = quoted(...[repeat > 1 ? `${label} ×${repeat}` : label, detail].filter((line) => line !== ""));
  const shaped = kind === "input" || kind === "output" ? `([${text}])` : `(${text})`;
  return `${id}${shaped}:::${kind}`;
}

/** Lines of text as a Mermaid string: characters with a meaning there or in HTML become entity codes. */
function quoted(...lines: readonly string[]): string {
  const escaped = lines.map((line) =>
    line.replace(/[^\u0020-\u{10ffff}]|["#&<>`;|\\]/gu, (character) => `#${character.charCodeAt(0)};`),
  );
  return `"${escaped.join("<br/>")}"`;
}

/** A JSON string is a YAML string too; what could be taken for HTML on the way is written as codes. */
function yamlString(text: string): string {
  return JSON.stringify(text).replace(/[<>&]/g, (character) => `\\u00${character.charCodeAt(0).toString(16)}`);
}
