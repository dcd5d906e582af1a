import { readFileSync, writeFileSync } from "node:fs";
import { costsSvg } from "@blockzoo/inspect";
import { families } from "@blockzoo/zoo";
import { networkCosts } from "blockzoo";
import { format } from "prettier";

const [page, chart] = ["zoo.md", "zoo.svg"].map((name) => new URL(`../../../docs/${name}`, import.meta.url));

/** The page of trained networks and its chart, from the families' own weight entries and a count of their operations. */
export async function zooDocuments(): Promise<{ readonly page: string; readonly chart: string }> {
  const loaded = await Promise.all(Object.values(families).map((load) => load()));
  const costs = networkCosts(loaded).toSorted((a, b) => a.group.localeCompare(b.group, "en") || a.macs - b.macs);
  const number = (value: number) => value.toLocaleString("en-US");
  const rows = costs.map(({ tag, group, parameters, macs, metric, metricName }) =>
    [`\`${tag}\``, group, number(parameters), number(macs), `${metricName} ${metric}`].join(" | "),
  );
  const text = [
    "# Trained networks and what they cost",
    "",
    "<!-- Written by `pnpm docs:zoo` from the families' weight entries; a test checks that it is fresh. -->",
    "",
    "![Accuracy over multiply-accumulate operations; the area of a bubble is the number of parameters](zoo.svg)",
    "",
    "Operations are multiply-accumulates of one forward pass on one sample, as `blockzoo summary` counts them; metrics are",
    "held-out, those that the weights were released with. Compare within one data set, which is one colour of the chart.",
    "",
    "| weights | data | parameters | operations | held-out |",
    "| --- | --- | ---: | ---: | --- |",
    ...rows.map((row) => `| ${row} |`),
    "",
  ].join("\n");
  return {
    page: await format(text, { parser: "markdown", printWidth: 120 }),
    chart: `${costsSvg(costs.filter(({ metricName }) => metricName === "accuracy"))}\n`,
  };
}

/** Both as they stand. */
export function presentZooDocuments(): { readonly page: string; readonly chart: string } {
  return { page: readFileSync(page!, "utf8"), chart: readFileSync(chart!, "utf8") };
}

export async function writeZooDocuments(): Promise<void> {
  const documents = await zooDocuments();
  writeFileSync(page!, documents.page);
  writeFileSync(chart!, documents.chart);
}
