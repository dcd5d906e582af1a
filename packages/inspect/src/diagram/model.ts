/** What a node of a diagram does, which decides its colour. `composite` is a block of several kinds. */
export type DiagramKind =
  | "input"
  | "output"
  | "parameter"
  | "convolution"
  | "pooling"
  | "dense"
  | "recurrent"
  | "normalisation"
  | "activation"
  | "composite"
  | "other";

export interface DiagramNode {
  readonly id: string;
  readonly kind: DiagramKind;
  /** A block, not a function, an input or an output. */
  readonly isBlock: boolean;
  /** The path of a block, the name of a function, an input or an output. */
  readonly label: string;
  /** A block's class and what sets it apart; the parameters that a function takes; or empty. */
  readonly detail: string;
  /** How many equal ones, one after another, this stands for. */
  readonly repeat: number;
  /** The cluster around it. */
  readonly cluster: string | undefined;
  /**
   * The block that it is, or whose function it is, by its path in the model; of one that stands for several, those of all, in order.
   * Inputs, outputs and parameters have none.
   */
  readonly paths: readonly string[];
  /** The function that it is; none for blocks, and for what a model takes and gives. */
  readonly function: DiagramFunction | undefined;
  /** Whether it is a block with something in it to be drawn: {@link DiagramOptions.open}. */
  readonly canOpen: boolean;
}

/** A function that a block runs itself. */
export interface DiagramFunction {
  /** Of the operation or the composite: `relu`. */
  readonly name: string;
  /** Which of those of this name it is in its block, from 0; undefined in the step of a loop. */
  readonly ordinal: number | undefined;
}

/** A tensor on its way, or several of one shape. */
export interface DiagramEdge {
  readonly from: string;
  readonly to: string;
  /** Such as `N×6×28×28`; dtypes other than float32 are named. */
  readonly shape: string;
  /** What a scan carries from one step to the next: it points back. */
  readonly feedback: boolean;
}

/** A frame around nodes: an opened container, the step of a scan, or several nodes that repeat together. */
export interface DiagramCluster {
  readonly id: string;
  readonly label: string;
  readonly repeat: number;
  readonly parent: string | undefined;
  /** The block that was opened, by its path in the model, and those that it stands for; empty for other frames. */
  readonly paths: readonly string[];
}

/** A picture of a model as data: `diagramSvg` and `diagramMermaid` draw it. */
export interface Diagram {
  readonly title: string;
  /** Values in the parameters of what is drawn. */
  readonly parameters: number;
  /** In the order of the forward pass. */
  readonly nodes: readonly DiagramNode[];
  readonly edges: readonly DiagramEdge[];
  readonly clusters: readonly DiagramCluster[];
}

/**
 * The shape to write beside an edge: none where the node before it handed on the only shape that it received, and none
 * where another edge from there has it already.
 */
export function edgeLabel(diagram: Diagram, edge: DiagramEdge): string {
  if (edge.feedback) return "next step";
  const first = diagram.edges.find(
    ({ from, shape, feedback }) => from === edge.from && shape === edge.shape && !feedback,
  );
  if (first !== edge) return "";
  const received = diagram.edges.filter((other) => other.to === edge.from && !other.feedback);
  return received.length > 0 && received.every(({ shape }) => shape === edge.shape) ? "" : edge.shape;
}

/** What stands at a frame: its name and how often it repeats. */
export function clusterText({ label, repeat }: DiagramCluster): string {
  return [label, repeat > 1 ? `×${repeat}` : ""].filter((part) => part !== "").join(" ") || " ";
}
