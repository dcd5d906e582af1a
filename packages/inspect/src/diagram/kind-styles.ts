import type { DiagramKind } from "./model.js";

/** How a kind is drawn: light fills under dark text, told apart by their outlines too. */
export const kindStyles: Readonly<Record<DiagramKind, { readonly fill: string; readonly stroke: string }>> = {
  input: { fill: "#ffffff", stroke: "#7b8794" },
  output: { fill: "#ffffff", stroke: "#7b8794" },
  parameter: { fill: "#f7f2dc", stroke: "#b0a04a" },
  convolution: { fill: "#d9e8f8", stroke: "#4a7fb5" },
  pooling: { fill: "#dcf1e4", stroke: "#3f9469" },
  dense: { fill: "#fce5cd", stroke: "#c77a2a" },
  recurrent: { fill: "#d8eff1", stroke: "#3a8d95" },
  normalisation: { fill: "#ece1f6", stroke: "#8a5db5" },
  activation: { fill: "#fbe1e4", stroke: "#c4566a" },
  composite: { fill: "#e4e8ed", stroke: "#5b6772" },
  other: { fill: "#f4f6f8", stroke: "#9aa5b1" },
};
