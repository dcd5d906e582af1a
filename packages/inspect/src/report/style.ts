import { fontFamily } from "../drawing/svg.js";

/**
 * The style of a report. Drawings carry light colours as attributes and `bz-` classes, which the dark part restyles;
 * when printed, a report is light whatever the reader prefers.
 */
export const reportStyle = `
:root { color-scheme: light dark; --ink: #1f2933; --muted: #5b6772; --page: #f6f7f9; --card: #ffffff; --edge: #e1e5ea; }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); font: 16px/1.5 ${fontFamily}; }
main { max-width: 1080px; margin: 0 auto; padding: 40px 24px 64px; }
h1 { font-size: 30px; line-height: 1.2; margin: 0 0 24px; overflow-wrap: anywhere; }
h2 { font-size: 19px; margin: 40px 0 12px; }
.introduction { margin: -12px 0 24px; max-width: 70ch; color: var(--muted); }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 12px; margin: 0; }
.facts div, figure, .table, pre { background: var(--card); border: 1px solid var(--edge); border-radius: 10px; }
.facts div { padding: 12px 14px; }
dt { color: var(--muted); font-size: 13px; }
dd { margin: 2px 0 0; font-size: 18px; font-weight: 600; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 460px), 1fr)); gap: 16px; align-items: start; }
figure { margin: 0; padding: 12px; text-align: center; }
figure svg { max-width: 100%; height: auto; }
.table { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { padding: 9px 16px; text-align: right; border-top: 1px solid var(--edge); }
thead th { border-top: 0; color: var(--muted); font-size: 13px; font-weight: 500; }
th:first-child, td:first-child { text-align: left; font-weight: 500; }
tr.own { font-weight: 600; }
pre { margin: 0; padding: 14px 16px; overflow-x: auto; font: 14px/1.5 ui-monospace, Menlo, Consolas, monospace; }
@media screen and (prefers-color-scheme: dark) {
  :root { --ink: #e6e9ec; --muted: #9aa5b1; --page: #14181c; --card: #1c2127; --edge: #323a43; }
  .bz-ink { fill: var(--ink); } .bz-muted { fill: var(--muted); } .bz-paper { fill: none; } .bz-halo { stroke: var(--card); }
  .bz-line { stroke: #8a96a3; } .bz-grid { stroke: #323a43; }
  .bz-wrong { fill: #fb923c; } .bz-wrong-line { stroke: #fb923c; }
}
@media print {
  body { background: none; font-size: 11pt; }
  main { max-width: none; padding: 0; }
  figure, .table, .facts div { break-inside: avoid; }
  h2 { break-after: avoid; }
  pre { white-space: pre-wrap; overflow-wrap: anywhere; }
}
`;
