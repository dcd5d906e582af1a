import { inColumns } from "./columns.js";
import { disorder, mirrored } from "./disorder.js";
import type { Layout } from "./geometry.js";
import { attempts, layered, swept } from "./layers.js";
import type { Diagram } from "./model.js";

/** A4 between margins of 15 mm, less the drawing's own borders, title and legend: what is larger is shrunk in print. */
const page = { width: 680 - 20, height: 1009 - 109 } as const;

/** How much smaller a drawing may be for one fault less, such as two lines that cross. */
const costOfDisorder = 0.01;

/**
 * Places nodes in layers from top to bottom, and what is then too long for paper in columns: as clear as may be, as large
 * as it can be printed, and as roomy as that allows.
 */
export function layoutDiagram(diagram: Diagram): Layout {
  const candidates: Candidate[] = [];
  for (const attempt of attempts) {
    for (const layout of [swept(diagram, attempt), layered(diagram, attempt, true)]) {
      if (layout !== undefined) candidates.push(judged(layout), judged(mirrored(layout)));
    }
    if (best(candidates).cost === -1) break;
  }
  const single = best(candidates);
  if (single.scale === 1) return single.layout;
  const parted = candidates.flatMap(({ layout }) =>
    [2, 3, 4].flatMap((columns) => inColumns(layout, columns) ?? []).map(judged),
  );
  const inParts = parted.length === 0 ? single : best(parted);
  return (inParts.scale > worthParting * single.scale ? inParts : single).layout;
}

const worthParting = 1.15;

interface Candidate {
  readonly layout: Layout;
  /** How much it is shrunk to fit on paper. */
  readonly scale: number;
  /** Smaller for a better layout; -1 for one without a fault. */
  readonly cost: number;
}

function judged(layout: Layout): Candidate {
  const scale = Math.min(1, page.width / layout.width, page.height / layout.height);
  return { layout, scale, cost: costOfDisorder * disorder(layout) - scale };
}

/** The clearest layout, the first of equals. */
function best(candidates: readonly Candidate[]): Candidate {
  return candidates.reduce((found, candidate) => (candidate.cost < found.cost ? candidate : found));
}
