import { element, markup, type AttributeValue, type Child, type Markup } from "./markup.js";
import { textWidth } from "./text.js";

/**
 * Colours of a drawing on white paper. Each comes with a class, which a page may restyle: a CSS rule wins over the
 * attribute, and that is how the report turns dark.
 */
export const paint = {
  ink: { class: "bz-ink", fill: "#1f2933" },
  muted: { class: "bz-muted", fill: "#5b6772" },
  paper: { class: "bz-paper", fill: "#ffffff" },
  line: { class: "bz-line", stroke: "#7b8794", fill: "none" },
  grid: { class: "bz-grid", stroke: "#e1e5ea", fill: "none" },
  wrong: { class: "bz-wrong", fill: "#c2410c" },
} as const;

/** Colours for series, told apart also by colour-blind readers (after Okabe & Ito 2008), on white and on black. */
export const seriesColors = ["#2b83c6", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#8a6d3b"] as const;

export const fontFamily = "system-ui, 'Segoe UI', 'Helvetica Neue', Arial, sans-serif";

/** What a drawing is: its size in pixels, its name, and a sentence for those who cannot see it. */
export interface DocumentFacts {
  readonly width: number;
  readonly height: number;
  readonly title: string;
  readonly description?: string;
}

/** A self-contained SVG file, which is also fit for use inside HTML. */
export function svgDocument(facts: DocumentFacts, ...children: readonly Child[]): string {
  const { width, height, title, description } = facts;
  return element(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      viewBox: `0 0 ${Math.ceil(width)} ${Math.ceil(height)}`,
      width: Math.ceil(width),
      height: Math.ceil(height),
      role: "img",
      "font-family": fontFamily,
    },
    element("title", {}, title),
    ...(description === undefined ? [] : [element("desc", {}, description)]),
    element("rect", { width: "100%", height: "100%", ...paint.paper }),
    ...children,
  ).text;
}

/** Left border of charts, where their headings begin. */
export const margin = 14;

/** The name of a chart, and a line of what its colours and sizes mean. */
export function heading(title: string, note = ""): Markup {
  const name = label(title, margin, 24, { "font-size": 15, "font-weight": 600 });
  return note === "" ? name : markup(name, label(note, margin, 43, paint.muted));
}

/** The width that a heading needs, borders included. */
export function headingWidth(title: string, note = ""): number {
  return Math.max(textWidth(title, 15) * 1.06, textWidth(note, 12)) + 2 * margin;
}

/** Text at a point; `anchor` says which part of it stands there. */
export function label(
  text: string,
  x: number,
  y: number,
  attributes: Readonly<Record<string, AttributeValue>> & { readonly anchor?: "start" | "middle" | "end" } = {},
): Markup {
  const { anchor, ...rest } = attributes;
  return element("text", { x, y, "font-size": 12, ...paint.ink, "text-anchor": anchor, ...rest }, text);
}

/** Children moved to a place of their own. */
export function translated(x: number, y: number, ...children: readonly Child[]): Markup {
  return element(
    "g",
    { transform: `translate(${Math.round(x * 100) / 100} ${Math.round(y * 100) / 100})` },
    markup(...children),
  );
}
