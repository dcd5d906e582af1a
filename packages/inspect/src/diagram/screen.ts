import { disorder, mirrored } from "./disorder.js";
import type { Layout } from "./geometry.js";
import { attempts, layered, sizeOfNode, swept } from "./layers.js";
import { clusterText, edgeLabel, type Diagram } from "./model.js";
import { stacked, stagesOf } from "./stages.js";

/** The layout of a stage of a network. */
interface Placed {
  readonly stage: Diagram;
  readonly layout: Layout;
}

/**
 * Places nodes in layers from top to bottom for a window that scrolls, stage by stage, in some milliseconds, since it is done anew
 * with every block that is opened.
 *
 * @example layoutForScreen(diagram(model, { inputs, open: new Map([["layer1.0", true]]) })).nodes[0].box
 */
export function layoutForScreen(diagram: Diagram): Layout {
  return layoutsForScreen()(diagram);
}

/**
 * {@link layoutForScreen} of one drawing of a network after another, as its blocks are opened and closed: a stage that the drawing before
 * had, too, is not laid out again.
 *
 * @example
 * const draw = diagramsOf(model, { inputs });
 * const place = layoutsForScreen();
 * const closed = place(draw(new Map()));
 * const opened = place(draw(new Map([["layer1.0", true]])));
 */
export function layoutsForScreen(): (diagram: Diagram) => Layout {
  let before: ReadonlyMap<string, Placed> = new Map();
  return (diagram) => {
    const now = new Map<string, Placed>();
    const parts = stagesOf(diagram).map((stage) => {
      const shape = shapeOf(stage, diagram);
      const known = now.get(shape) ?? before.get(shape);
      const layout = known === undefined ? clearOf(stage, diagram) : fitted(known, stage, diagram);
      now.set(shape, { stage, layout });
      return layout;
    });
    before = now;
    return stacked(diagram, parts);
  };
}

/** What the layout of a stage depends on. */
function shapeOf({ nodes, edges, clusters }: Diagram, whole: Diagram): string {
  // Ids are given anew with every drawing.
  const places = new Map([...nodes, ...clusters].map(({ id }, index) => [id, index]));
  const place = (id: string | undefined) => (id === undefined ? undefined : places.get(id));
  return JSON.stringify([
    nodes.map((node) => [sizeOfNode(node), place(node.cluster)]),
    edges.map((edge) => [place(edge.from), place(edge.to), edge.feedback, edgeLabel(whole, edge)]),
    clusters.map(({ parent }) => place(parent)),
  ]);
}

/** A layout for another stage of the same shape. */
function fitted({ stage, layout }: Placed, other: Diagram, whole: Diagram): Layout {
  const clusters = new Map(stage.clusters.map(({ id }, index) => [id, other.clusters[index]!]));
  return {
    ...layout,
    nodes: layout.nodes.map(({ box }, index) => ({ node: other.nodes[index]!, box })),
    edges: layout.edges.map((line, index) => {
      const edge = other.edges[index]!;
      return { ...line, edge, text: edgeLabel(whole, edge) };
    }),
    clusters: layout.clusters.map(({ cluster: { id }, box }) => {
      const cluster = clusters.get(id)!;
      return { cluster, box, text: clusterText(cluster) };
    }),
  };
}

/** The clearer of few layouts of a stage. */
function clearOf(stage: Diagram, whole: Diagram): Layout {
  const first =
    swept(stage, attempts[0], whole) ?? swept(stage, attempts[3], whole) ?? layered(stage, attempts[0], true, whole);
  const found = clearer(first, mirrored(first));
  // As given, frames stand beside what is in them.
  if (stage.clusters.length > 0 || disorder(found) === 0) return found;
  const asGiven = layered(stage, attempts[0], true, whole);
  return clearer(found, clearer(asGiven, mirrored(asGiven)));
}

function clearer(one: Layout, other: Layout): Layout {
  return disorder(other) < disorder(one) ? other : one;
}
