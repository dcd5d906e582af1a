import { printGraph, type Capabilities } from "@blockzoo/core";
import type { Comparison, Verdict } from "./compare-backends.js";
import type { TappedGraph } from "./tapped-graph.js";

export interface BugReport {
  readonly comparison: Comparison;
  readonly tapped: TappedGraph;
  /** As typed in a shell. */
  readonly command: string;
  readonly tolerance: number;
  /** Of this package. */
  readonly version: string;
}

/** What a maintainer needs to find the fault, as Markdown. */
export function bugReport({ comparison, tapped, command, tolerance, version }: BugReport): string {
  const { baseline, verdicts, rows } = comparison;
  const ran = verdicts.filter((verdict) => verdict.ran);
  const first = ran.flatMap(({ diverges }) => diverges ?? [])[0];
  return [
    `# blockzoo compare: ${first === undefined ? "no divergence" : `first divergence at ${placeOf(first.path)}`}`,
    "",
    fenced(command),
    "",
    `blockzoo ${version}, Node ${process.versions.node}, ${process.platform} ${process.arch}. Allowed: ${tolerance}, relative to the largest value.`,
    "",
    "| backend | runtime | device | threads |",
    "|---|---|---|---|",
    ...(baseline === undefined ? [] : [machineRow(`${baseline.backend} (baseline)`, baseline.on)]),
    ...ran.map(({ backend, on }) => machineRow(backend, on)),
    "",
    ...verdicts.map((verdict) => `- ${verdictText(verdict, tolerance)}`),
    "",
    `| block | type | shape | ${ran.map(({ backend }) => backend).join(" | ")} |`,
    `|---|---|---|${ran.map(() => "---|").join("")}`,
    ...rows.map(({ tap, shape, differences }) => {
      const cells = [placeOf(tap.output), tap.type, shape.join("x"), ...differences.map(differenceText)];
      return `| ${cells.join(" | ")} |`;
    }),
    ...(first === undefined
      ? []
      : ["", `What \`${placeOf(first.path)}\` computes:`, "", fenced(nodesOf(tapped, first.path))]),
    "",
  ].join("\n");
}

function machineRow(backend: string, { runtime, device, threads }: Capabilities): string {
  return `| ${backend} | ${runtime} | ${device} | ${threads} |`;
}

/** `onnxruntime-web agrees, largest difference 3.1e-7`. */
export function verdictText(verdict: Verdict, tolerance: number): string {
  if (!verdict.ran) return `${verdict.backend} was not run: ${verdict.reason}`;
  const { backend, largest, diverges } = verdict;
  const { runtime } = verdict.on;
  if (diverges === undefined) return `${backend} agrees, largest difference ${differenceText(largest)} (${runtime})`;
  const where = `${placeOf(diverges.path)}${diverges.type === "" ? "" : ` (${diverges.type})`}`;
  return `${backend} DIVERGES, first at ${where}; largest difference ${differenceText(largest)}, allowed ${tolerance} (${runtime})`;
}

export function differenceText(value: number): string {
  return value === 0 ? "0" : Number.isFinite(value) ? value.toExponential(1) : "other type or not finite";
}

export function placeOf(path: string): string {
  return path === "" ? "(model)" : path;
}

/** The lines of the printed graph that belong to a block. */
function nodesOf({ graph }: TappedGraph, path: string): string {
  const isOwn = (line: string) => line.endsWith(`  # ${path}`) || line.includes(`  # ${path}.`);
  const lines = printGraph(graph).split("\n");
  return (path === "" ? lines : lines.filter(isOwn)).join("\n");
}

function fenced(text: string): string {
  return `\`\`\`\n${text.trimEnd()}\n\`\`\``;
}
