export { diagram, type DiagramOptions } from "./build.js";
export { diagramMermaid } from "./mermaid.js";
export type { Diagram, DiagramCluster, DiagramEdge, DiagramKind, DiagramNode } from "./model.js";
export { diagramSvg } from "./svg.js";
