import type { Figure } from "@blockzoo/family";
import { attentionSvg, posteriorsSvg, textSvg, tracesSvg } from "@blockzoo/inspect";

/** Draws what a network did with a sample. */
export function figureSvg(figure: Figure): string {
  switch (figure.kind) {
    case "attention":
      return attentionSvg(figure.weights, figure);
    case "posteriors":
      return posteriorsSvg(figure.probabilities, figure);
    case "text":
      return textSvg(figure.tokens, figure.values, figure);
    case "traces":
      return tracesSvg(figure.traces, figure);
  }
}
