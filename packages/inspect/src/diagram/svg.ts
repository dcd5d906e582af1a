import { element, markup, type Markup } from "../drawing/markup.js";
import { thousands } from "../drawing/numbers.js";
import { label, paint, svgDocument, translated } from "../drawing/svg.js";
import { textWidth } from "../drawing/text.js";
import { kindStyles } from "./kind-styles.js";
import { edgePath } from "./edge-path.js";
import { fontSize, labelSize, type Box, type Layout, type Point } from "./geometry.js";
import { layoutDiagram } from "./layout.js";
import type { Diagram, DiagramKind, DiagramNode } from "./model.js";

const padding = 10;
const headerHeight = 56;

/** The diagram as a self-contained SVG, with text of nine points where it is printed at its own size. */
export function diagramSvg(diagram: Diagram): string {
  const layout = layoutDiagram(diagram);
  const subtitle = `${thousands(diagram.parameters)} parameters`;
  const inner = Math.max(layout.width, textWidth(diagram.title, 16) * 1.1, textWidth(subtitle, fontSize), 320);
  const legend = legendOf(diagram, inner);
  return svgDocument(
    {
      width: inner + 2 * padding,
      height: headerHeight + layout.height + legend.height + padding,
      title: `${diagram.title}, ${subtitle}`,
    },
    arrowHead,
    label(diagram.title, padding, 26, { "font-size": 16, "font-weight": 600 }),
    label(subtitle, padding, 45, paint.muted),
    translated(padding + (inner - layout.width) / 2, headerHeight, drawing(layout)),
    translated(padding, headerHeight + layout.height, legend.drawing),
  );
}

const arrowHead = element(
  "defs",
  {},
  element(
    "marker",
    { id: "bz-arrow", viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 7, markerHeight: 7, orient: "auto" },
    element("path", { d: "M0 .8L8 4L0 7.2z", class: "bz-muted", fill: paint.line.stroke }),
  ),
);

function drawing({ nodes, edges, clusters }: Layout): Markup {
  return markup(
    ...clusters.map(({ box }) => frame(box)),
    ...edges.map((placed) =>
      element("path", {
        ...paint.line,
        d: edgePath(placed),
        "stroke-width": 1.25,
        "marker-end": "url(#bz-arrow)",
        "stroke-dasharray": placed.edge.feedback ? "5 4" : undefined,
      }),
    ),
    ...clusters.map(({ text, box }) => frameText(text, box)),
    ...edges.filter(({ text }) => text !== "").map(({ text, label: at }) => edgeText(text, at)),
    ...nodes.map(({ node, box }) => nodeBox(node, box)),
  );
}

/** Text on lines, with the paper showing around it. */
const halo = {
  class: "bz-muted bz-halo",
  stroke: paint.paper.fill,
  "stroke-width": 5,
  "paint-order": "stroke",
  "stroke-linejoin": "round",
};

function edgeText(text: string, { x, y }: Point): Markup {
  return label(text, x, y + 4, { anchor: "middle", "font-size": fontSize, ...paint.muted, ...halo });
}

function frame({ x, y, width, height }: Box): Markup {
  const corner = { x: x - width / 2, y: y - height / 2 };
  return element("rect", { ...corner, width, height, rx: 10, ...paint.line, "stroke-dasharray": "2 3" });
}

function frameText(text: string, { x, y, width, height }: Box): Markup {
  return label(text, x - width / 2 + 9, y - height / 2 + 16, { "font-size": fontSize, ...paint.muted, ...halo });
}

const blockLabel = { "font-size": labelSize, "font-weight": 600 };

function nodeBox(node: DiagramNode, { x, y, width, height }: Box): Markup {
  const { fill, stroke } = kindStyles[node.kind];
  const isEnd = node.kind === "input" || node.kind === "output";
  const box = {
    x: x - width / 2,
    y: y - height / 2,
    width,
    height,
    rx: isEnd ? height / 2 : 8,
    fill,
    stroke,
    "stroke-width": 1.25,
  };
  // Fills stay light on dark pages, so the text on them has no class to restyle.
  const text = { anchor: "middle", class: undefined, "font-size": fontSize } as const;
  const badge = node.repeat > 1 ? 30 : 0;
  const middle = x - badge / 2;
  const lines =
    node.detail === ""
      ? [label(node.label, middle, y + 4, text)]
      : [
          label(node.label, middle, y - 3, { ...text, ...(node.isBlock ? blockLabel : {}) }),
          label(node.detail, middle, y + 14, text),
        ];
  const repeated = [
    label(`×${node.repeat}`, x + width / 2 - 10, y + 4, { ...text, anchor: "end", "font-weight": 600, fill: stroke }),
  ];
  return markup(
    ...(badge > 0 ? [element("rect", { ...box, x: box.x + 4, y: box.y + 4 })] : []),
    element("rect", box),
    ...lines,
    ...(badge > 0 ? repeated : []),
  );
}

function legendOf(diagram: Diagram, width: number): { readonly drawing: Markup; readonly height: number } {
  const used = new Set(diagram.nodes.map((node) => node.kind));
  const kinds = (Object.keys(kindStyles) as DiagramKind[]).filter(
    (kind) => used.has(kind) && kind !== "input" && kind !== "output",
  );
  let [x, y] = [0, 18];
  const entries = kinds.flatMap((kind) => {
    const needed = 22 + textWidth(kind, fontSize) + 16;
    if (x > 0 && x + needed > width) [x, y] = [0, y + 20];
    const drawn = [
      element("rect", { x, y, width: 14, height: 14, rx: 4, ...kindStyles[kind] }),
      label(kind, x + 20, y + 11, { "font-size": fontSize, ...paint.muted }),
    ];
    x += needed;
    return drawn;
  });
  return { drawing: markup(...entries), height: kinds.length === 0 ? 0 : y + 18 };
}
