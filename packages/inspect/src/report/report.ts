import {
  attentionSvg,
  confusionMatrixSvg,
  featureMapsSvg,
  filtersSvg,
  imagesSvg,
  tracesSvg,
  type ArrayValue,
  type AttentionOptions,
  type CaptionedImage,
  type LabelledPredictions,
  type Trace,
} from "../charts/index.js";
import { diagramSvg, type Diagram } from "../diagram/index.js";
import { element, Markup, type Child } from "../drawing/markup.js";
import { significant, thousands } from "../drawing/numbers.js";
import { historyCharts, type HistoryEntry } from "./history.js";
import { reportStyle } from "./style.js";

/** One row of the table that sets a result beside simpler methods. */
export interface BaselineRow {
  readonly name: string;
  readonly metrics: Readonly<Record<string, number>>;
  /** Marks the row of the model that the report is about. */
  readonly own?: boolean;
}

/** What a report shows; sections without content are left out. */
export interface ReportContent {
  readonly title: string;
  /** A sentence or two below the title, such as the claim that was tested. */
  readonly introduction?: string;
  /** The headline numbers, label and value, such as `["accuracy", "99.1 %"]`. */
  readonly facts: readonly (readonly [label: string, value: string])[];
  readonly history: readonly HistoryEntry[];
  readonly confusion?: LabelledPredictions;
  /** The weight of the first convolution, `[out, in, kh, kw]`. */
  readonly filters?: ArrayValue;
  readonly samples?: readonly CaptionedImage[];
  /** What blocks made of one input, by path, as `activationsOf` gives it. */
  readonly activations?: Iterable<readonly [path: string, values: ArrayValue]>;
  /** What was done with a few held-out samples, drawn already: SVG as the charts make it. */
  readonly figures?: readonly string[];
  /** Attention weights with their tokens. */
  readonly attention?: readonly (AttentionOptions & { readonly weights: ArrayValue })[];
  /** Quantities over the steps of a recurrent net. */
  readonly traces?: readonly Trace[];
  /** Of a network that is several computations, one for each. */
  readonly diagram?: Diagram | readonly Diagram[];
  readonly baselines?: readonly BaselineRow[];
  /** What reproduces the result, as typed in a shell. */
  readonly command: string;
}

/**
 * The report of a training run: one HTML page without scripts or anything to load, light or dark as the reader prefers,
 * fit for printing. The same content gives the same text.
 */
export function reportHtml(content: ReportContent): string {
  const {
    title,
    introduction,
    facts,
    history,
    confusion,
    filters,
    samples = [],
    activations,
    figures: answers = [],
    attention = [],
    traces = [],
    diagram,
    baselines = [],
    command,
  } = content;
  const sections = [
    section("Training", figures(historyCharts(history))),
    section("Baselines", baselines.length > 0 && baselineTable(baselines)),
    section(
      "Predictions on held-out data",
      figures([
        ...(confusion === undefined ? [] : [confusionMatrixSvg(confusion)]),
        ...(samples.length === 0 ? [] : [imagesSvg(samples, { title: "Samples", columns: 6, maximum: 36 })]),
      ]),
    ),
    section("Answers to held-out samples", figures(answers)),
    section("First-layer filters", filters !== undefined && figures([filtersSvg(filters)])),
    section("Feature maps", activations !== undefined && figures([featureMapsSvg(activations)])),
    section("Attention", figures(attention.map(({ weights, ...options }) => attentionSvg(weights, options)))),
    section("Over time", traces.length > 0 && figures([tracesSvg(traces)])),
    section("Architecture", diagram !== undefined && figures([diagram].flat().map(diagramSvg))),
    section("How to reproduce", element("pre", {}, element("code", {}, command))),
  ];
  const lead = introduction === undefined ? new Markup("") : element("p", { class: "introduction" }, introduction);
  const page = element(
    "html",
    { lang: "en" },
    element(
      "head",
      {},
      element("meta", { charset: "utf-8" }),
      element("meta", { name: "viewport", content: "width=device-width, initial-scale=1" }),
      element("title", {}, title),
      element("style", {}, new Markup(reportStyle)),
    ),
    element("body", {}, element("main", {}, element("h1", {}, title), lead, factList(facts), ...sections)),
  );
  return `<!doctype html>\n${page.text}\n`;
}

function section(heading: string, content: Markup | false | undefined): Markup {
  if (!content) return new Markup("");
  return element("section", {}, element("h2", {}, heading), content);
}

function figures(drawings: readonly string[]): Markup | undefined {
  if (drawings.length === 0) return undefined;
  return element("div", { class: "figures" }, ...drawings.map((svg) => element("figure", {}, new Markup(svg))));
}

function factList(facts: ReportContent["facts"]): Markup {
  const entries = facts.map(([label, value]) => element("div", {}, element("dt", {}, label), element("dd", {}, value)));
  return element("dl", { class: "facts" }, ...entries, "");
}

function baselineTable(rows: readonly BaselineRow[]): Markup {
  const metrics = [...new Set(rows.flatMap((row) => Object.keys(row.metrics)))];
  const line = (cells: readonly Child[], cell: "td" | "th", name?: string) =>
    element("tr", { class: name }, ...cells.map((text) => element(cell, {}, text)));
  const body = rows.map(({ name, metrics: own, own: isOwn = false }) =>
    line([name, ...metrics.map((metric) => valueText(own[metric]))], "td", isOwn ? "own" : undefined),
  );
  const table = element("table", {}, element("thead", {}, line(["", ...metrics], "th")), element("tbody", {}, ...body));
  return element("div", { class: "table" }, table);
}

function valueText(value: number | undefined): string {
  if (value === undefined) return "–";
  return Number.isInteger(value) ? thousands(value) : significant(value);
}
