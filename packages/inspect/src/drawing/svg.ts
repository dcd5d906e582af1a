import { element, markup, type AttributeValue, type Child, type Markup } from "./markup.js";

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

/** A self-contained SVG file, which is also fit for use inside HTML. */
export function svgDocument(
  size: { readonly width: number; readonly height: number; readonly title: string },
  ...children: readonly Child[]
): string {
  const { width, height, title } = size;
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
    element("rect", { width: "100%", height: "100%", ...paint.paper }),
    ...children,
  ).text;
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
